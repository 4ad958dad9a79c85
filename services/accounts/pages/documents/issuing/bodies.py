"""From the form to what the actions are given."""

import re
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from werkzeug.datastructures import MultiDict

from services.accounts.documents.issuing.corrections import REMOVABLE
from services.accounts.documents.kinds import direction
from services.accounts.pages.documents.issuing.fields import Form, Row, compact, rows_of, with_rows
from services.accounts.pages.documents.issuing.schemas import SUMMED, CorrectionForm, IssueForm
from shared.pages.forms import read_form
from shared.pages.typing import amount_in

NAMES_SOMEBODY = ("name", "tax_no", "address", "email", "code")
AMOUNTS = ("quantity", "price", "value", "discount", "purchase_price")


def body_of(form: Form) -> dict[str, Any]:
    """The body of a new document; raises marshmallow's ValidationError."""
    return read_form(IssueForm, _as_sent(compact(form), other_of(form)))


def sums_body_of(form: Form) -> dict[str, Any]:
    """The part of it from which its sums are computed, likewise."""
    return read_form(partial(IssueForm, only=SUMMED), _as_sent(form, other_of(form)))


def changes_of(form: Form, before: Form) -> dict[str, Any]:
    """What the form says otherwise than it did `before` somebody wrote in it.

    Without rows, which a correction's form lacks, they stay.
    """
    left_out = () if rows_of(before) else ("positions",)
    read = partial(IssueForm, exclude=left_out)
    return changed(read_form(read, _as_sent(compact(form), other_of(form))), before)


def changed(body: Mapping[str, Any], before: Form) -> dict[str, Any]:
    """The members of `body` that are others than those of the form `before`."""
    read = partial(IssueForm, only=list(body))
    was = read_form(read, _as_sent(before, other_of(before)))
    return {name: value for name, value in body.items() if value != was[name]}


def correction_of(form: Form, before: Form) -> dict[str, Any]:
    """The body of a correction: its rows that are others than `before`, by their numbers.

    The buyer is named only where it is another than before.
    """
    rows = [changed_row(row, before) for row in rows_of(compact(form))]
    kept = with_rows(form, [row for row in rows if row.keys() - {"no"}])
    body = read_form(CorrectionForm, _as_sent(kept, "buyer")) | row_changes_of(kept)
    was = read_form(partial(CorrectionForm, only=["buyer"]), _as_sent(before, "buyer"))
    if body["buyer"] == was["buyer"]:
        body["buyer"] = None
    return body


def row_changes_of(form: Form) -> dict[str, Any]:
    """The part of it from which the sums are computed; the form has the changed rows alone."""
    read = read_form(partial(CorrectionForm, only=["positions"]), _as_sent(form, "buyer"))
    emptied = [
        {name: None for name in REMOVABLE if not row.get(name, "unsaid")} for row in rows_of(form)
    ]
    changes = [change | taken for change, taken in zip(read["positions"], emptied, strict=True)]
    return {"positions": changes}


def changed_row(row: Row, before: Form) -> Row:
    """Of a row with a number, that and what is otherwise than `before`; a new row whole."""
    known = next((each for each in rows_of(before) if each["no"] == row.get("no")), None)
    if known is None:
        return row
    other = {n: v for n, v in row.items() if n == "no" or _plain(n, v) != _plain(n, known.get(n))}
    if "value" in other and not other["value"]:
        del other["value"]  # Its price is said instead.
    return other


def _plain(name: str, value: str | None) -> Decimal | str:
    """What is the same however it is written, such as `1` and `1,00`."""
    text = value or ""
    if name in AMOUNTS:
        with suppress(InvalidOperation):
            return Decimal(amount_in(text))
    return text


def other_of(form: Form) -> str:
    """The side that the form names: the buyer of a sale, the seller of a cost."""
    return "buyer" if direction(form.get("kind", ""), form.get("income") == "true") else "seller"


def _as_sent(form: Form, party: str) -> Form:
    """The form with the names of the API: prices on the form's base, the party on its side."""
    base = "gross" if form.get("base") == "gross" else "net"
    names = {"price": f"unit_{base}", "value": base}
    rows = [{names.get(n, n): v for n, v in row.items()} for row in rows_of(form)]
    is_named = any(form.get(f"party/{name}", "").strip() for name in NAMES_SOMEBODY)
    others = [
        (re.sub("^party/", f"{party}/", name), value)
        for name, value in with_rows(form, ()).items(multi=True)
        if is_named or not name.startswith("party/")
    ]
    sent = [(f"positions/{at}/{n}", v) for at, row in enumerate(rows) for n, v in row.items()]
    return MultiDict([*others, *sent])
