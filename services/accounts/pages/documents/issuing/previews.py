"""Sums of a form that is not finished yet, computed as they will be when it is sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marshmallow import ValidationError

from services.accounts.documents.computing import Amounts
from services.accounts.pages.documents.issuing.bodies import sums_body_of
from services.accounts.pages.documents.issuing.fields import Form, Row, rows_of, with_rows
from shared.contracts.document import Position
from shared.errors import Invalid
from shared.texts import N_, say
from shared.web.problems import language, pointers
from shared.web.problems import rows_of as reasons_of

UNNAMED = "–"
IN_ROW = N_("Position %(no)s: %(reason)s")


@dataclass(frozen=True)
class Preview:
    """What the form comes to so far, and what stands in the way of the rest.

    `rows` are the computed positions by the places of their rows in the form.
    """

    amounts: Amounts | None = None
    rows: Mapping[int, Position] = field(default_factory=dict)
    problems: Sequence[str] = ()


def preview(form: Form, compute: Callable[[dict[str, Any]], Amounts]) -> Preview:
    """The sums of the rows that have a price already; the others wait."""
    rows = rows_of(form)
    places = [at for at, row in enumerate(rows) if row.get("price") or row.get("value")]
    try:
        places, body, problems = _readable(form, rows, places)
        if not places:
            return Preview(problems=problems)
        amounts = compute(body)
    except ValidationError as error:
        return Preview(problems=_told(pointers(error.messages), places))
    except Invalid as error:
        return Preview(problems=_told(reasons_of(error), places))
    return Preview(amounts, dict(zip(places, amounts.positions, strict=False)), problems)


def _readable(
    form: Form, rows: Sequence[Row], places: list[int]
) -> tuple[list[int], dict[str, Any], list[str]]:
    """The places of the rows that can be read, the body with these, and why the others can't."""
    try:
        return places, sums_body_of(_with_named(form, rows, places)), []
    except ValidationError as error:
        wrong = set(error.messages_dict.get("positions", {})) & set(range(len(places)))
        if not wrong:
            raise
        problems = _told(pointers(error.messages), places)
    kept = [place for at, place in enumerate(places) if at not in wrong]
    if not kept:
        return [], {}, problems
    return kept, sums_body_of(_with_named(form, rows, kept)), problems


def _with_named(form: Form, rows: Sequence[Row], places: Sequence[int]) -> Form:
    """The form with these rows; one without a name yet counts all the same."""
    named = [rows[at] | {"name": rows[at].get("name") or UNNAMED} for at in places]
    return with_rows(form, named)


def _told(reasons: Sequence[Mapping[str, str]], places: Sequence[int]) -> list[str]:
    """The reasons, each of a row with the row's number."""
    told = [_of_row(each, places) for each in reasons]
    return list(dict.fromkeys(told))


def _of_row(reason: Mapping[str, str], places: Sequence[int]) -> str:
    parts = reason["pointer"].split("/")
    if len(parts) > 2 and parts[1] == "positions" and parts[2].isdecimal():
        facts = {"no": places[int(parts[2])] + 1, "reason": reason["detail"]}
        return say(IN_ROW, language(), facts)
    return reason["detail"]
