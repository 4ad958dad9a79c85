"""Sums of a form that is not finished yet, computed as they will be when it is sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marshmallow import ValidationError

from services.accounts.documents.computing import Amounts
from services.accounts.pages.documents.issuing.bodies import (
    changed_row,
    row_changes_of,
    sums_body_of,
)
from services.accounts.pages.documents.issuing.fields import Form, Row, rows_of, with_rows
from shared.contracts.document import Position
from shared.errors import Invalid
from shared.texts import N_, say
from shared.web.problems import language, pointers
from shared.web.problems import rows_of as reasons_of

UNNAMED = "–"
IN_ROW = N_("Position %(no)s: %(reason)s")

Body = dict[str, Any]
Rows = Mapping[int, Row]  # By their places in the form.
Compute = Callable[[Body], Amounts]


@dataclass(frozen=True)
class Preview:
    """What the form comes to so far, and what stands in the way of the rest.

    `rows` are the computed positions by the places of their rows in the form.
    """

    amounts: Amounts | None = None
    rows: Mapping[int, Position] = field(default_factory=dict)
    problems: Sequence[str] = ()


def preview(form: Form, compute: Compute) -> Preview:
    """The sums of the rows that have a price already; the others, and their names, wait."""
    rows = {
        at: row | {"name": row.get("name") or UNNAMED}
        for at, row in enumerate(rows_of(form))
        if row.get("price") or row.get("value")
    }
    return _computed(form, rows, sums_body_of, compute)


def preview_of_changes(form: Form, before: Form, compute: Compute) -> Preview:
    """What the rows that are others than `before` make of a correction."""
    changes = ((at, changed_row(row, before)) for at, row in enumerate(rows_of(form)))
    rows = {at: row for at, row in changes if row.keys() - {"no"} and _counts(row)}
    return _computed(form, rows, row_changes_of, compute)


def _counts(row: Row) -> bool:
    """Whether it is a row of the document, or a new one that has a price already."""
    return bool(row.get("no") or row.get("price") or row.get("value"))


def _computed(form: Form, rows: Rows, read: Callable[[Form], Body], compute: Compute) -> Preview:
    try:
        rows, body, problems = _readable(form, rows, read)
        if not rows:
            return Preview(problems=problems)
        amounts = compute(body)
    except ValidationError as error:
        return Preview(problems=_told(pointers(error.messages), rows))
    except Invalid as error:
        return Preview(problems=_told(reasons_of(error), rows))
    positions = [position for position in amounts.positions if not position["before"]]
    return Preview(amounts, dict(zip(rows, positions, strict=False)), problems)


def _readable(form: Form, rows: Rows, read: Callable[[Form], Body]) -> tuple[Rows, Body, list[str]]:
    """The rows that can be read, the body with these, and why the others can't."""
    if not rows:
        return {}, {}, []
    try:
        return rows, read(with_rows(form, rows.values())), []
    except ValidationError as error:
        in_rows = error.messages_dict.get("positions", {})
        wrong = {at for at in in_rows if isinstance(at, int)}
        if not wrong:
            raise
        problems = _told(pointers(error.messages), rows)
    kept = {place: row for at, (place, row) in enumerate(rows.items()) if at not in wrong}
    body = read(with_rows(form, kept.values())) if kept else {}
    return kept, body, problems


def _told(reasons: Sequence[Mapping[str, str]], rows: Rows) -> list[str]:
    """The reasons, each of a row with the row's number."""
    places = list(rows)
    return list(dict.fromkeys(_of_row(each, places) for each in reasons))


def _of_row(reason: Mapping[str, str], places: Sequence[int]) -> str:
    parts = reason["pointer"].split("/")
    if len(parts) > 2 and parts[1] == "positions" and parts[2].isdecimal():
        facts = {"no": places[int(parts[2])] + 1, "reason": reason["detail"]}
        return say(IN_ROW, language(), facts)
    return reason["detail"]
