"""The form as it is before somebody writes in it: empty, or as a document is."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from services.accounts.documents.issuing.actions import today
from services.accounts.documents.listing import Side
from services.accounts.documents.models import Document
from services.accounts.pages.documents.issuing.choices import MARKS
from services.accounts.pages.documents.issuing.fields import (
    EMPTY_ROW,
    Form,
    amount_shown,
    base_of,
    day_shown,
    row_shown,
    with_rows,
)
from shared.contracts.document import Position

FIRST_KIND: Mapping[Side, str] = {"sales": "vat", "costs": "vat", "warehouse": "wz"}
DAYS: Mapping[Side, tuple[str, ...]] = {
    "sales": ("issue_date", "sale_date", "due_date"),
    "costs": ("issue_date", "sale_date", "receipt_date", "due_date"),
    "warehouse": ("issue_date",),
}
TEXTS = ("issue_place", "category", "description")
TEXTS_OF_INVOICES = (
    "exempt_basis", "margin", "vat_strategy", "payment_form", "bank_account", "currency",
)  # fmt: skip


def new_form(side: Side) -> Form:
    """An empty document of a side, issued today."""
    day = today().isoformat()
    said = {
        "kind": FIRST_KIND[side],
        "income": "true" if side == "sales" else "false",
        "issue_date": day,
        "sale_date": day if side == "sales" else "",
        "receipt_date": day if side == "costs" else "",
        "base": "net",
        "currency": "PLN",
        "vat_strategy": "per_position",
        "payment_form": "transfer" if side != "warehouse" else "",
        "party/country": "PL",
        "remember": "true",
    }
    return with_rows(MultiDict(said), [EMPTY_ROW])


def form_of(document: Document, side: Side) -> Form:
    """A document as the form of its side has it: what has no field there is not in it."""
    head = document.head
    positions = () if document.kind == "correction" else document.positions
    said: list[tuple[str, str]] = [
        ("kind", document.kind),
        ("income", "true" if document.income else "false"),
        ("number", document.number),
        ("base", base_of(positions)),
        *((name, day_shown(head[name])) for name in DAYS[side]),
        *((name, head[name] or "") for name in TEXTS),
        *(_of_invoice(head) if side != "warehouse" else ()),
        *party_fields(head["buyer" if document.income else "seller"]),
    ]
    return _with_positions(MultiDict(said), positions)


def _of_invoice(head: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What goods that only move have not: how they are paid, what marks them for tax."""
    yield "exchange_rate", amount_shown(head["exchange_rate"])
    yield from ((name, head[name] or "") for name in TEXTS_OF_INVOICES)
    yield from ((name, "true") for name in MARKS if head[name])
    yield from (("procedures", mark) for mark in head["procedures"])
    yield from (("advances", number) for number in head["advances"])


def correction_form(document: Document, standing: Iterable[Position]) -> Form:
    """The form of a correction: the rows as they stand, and the buyer as the document has it."""
    rows = list(standing)
    said = [
        ("issue_date", today().isoformat()),
        ("base", base_of(rows)),
        *party_fields(document.head["buyer"]),
    ]
    form = _with_positions(MultiDict(said), rows)
    numbers = [(f"positions/{at}/no", str(row["no"])) for at, row in enumerate(rows)]
    return MultiDict([*form.items(multi=True), *numbers])


def party_fields(party: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A party as the fields of the form."""
    kind = party["tax_no_kind"]
    fields = ("name", "tax_no", "country", "address", "email", "code")
    said = [(f"party/{name}", party[name] or "") for name in fields]
    return [*said, ("party/tax_no_kind", "" if kind == "none" else kind)]


def _with_positions(form: Form, positions: Iterable[Position]) -> Form:
    return with_rows(form, [row_shown(each, form["base"]) for each in positions])
