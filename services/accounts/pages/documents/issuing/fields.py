"""The fields of the form: rows in and out of them, amounts as people write them."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from werkzeug.datastructures import MultiDict

from services.accounts.documents.computing import row_of
from services.accounts.documents.computing.amounts import plain, price
from shared.contracts.document import Position
from shared.web.problems import language

Form = MultiDict[str, str]
Row = dict[str, str]

ROW_FIELDS = (
    "no", "name", "quantity", "unit", "price", "value", "vat_rate", "discount",
    "discount_percent", "gtu", "procedure", "purchase_price", "margin_rate",
)  # fmt: skip
"""What a row of the form has; `price` is of one, `value` of all, both on the form's base."""

SAYS_SOMETHING = ("no", "name", "price", "value")
ROW = re.compile(r"positions/(\d{1,4})/(\w+)")
EMPTY_ROW: Row = {"quantity": "1", "unit": "szt.", "vat_rate": "23"}


def rows_of(form: Form) -> list[Row]:
    """The rows, in the order of their numbers."""
    found: dict[int, Row] = {}
    for name, value in form.items():
        place = ROW.fullmatch(name)
        if place and place[2] in ROW_FIELDS:
            found.setdefault(int(place[1]), {})[place[2]] = value.strip()
    return [found[at] for at in sorted(found)]


def with_rows(form: Form, rows: Iterable[Row]) -> Form:
    """The form with these rows instead of its own, and of whatever else stands among them."""
    others = [each for each in form.items(multi=True) if not each[0].startswith("positions/")]
    numbered = [
        (f"positions/{at}/{name}", value)
        for at, row in enumerate(rows)
        for name, value in row.items()
    ]
    return MultiDict(others + numbered)


def compact(form: Form) -> Form:
    """The form without the rows in which nothing was written."""
    return with_rows(form, [row for row in rows_of(form) if any(map(row.get, SAYS_SOMETHING))])


def row_shown(position: Position, base: str) -> Row:
    """A row of a document as the form has it, where its prices are on `base`.

    One whose price does not make its value, or is on the other base, has its value alone.
    """
    row = row_of(position)
    value = row.value
    if row.base != base:
        value = Decimal(position["gross" if base == "gross" else "net"] or 0)
    amounts = {
        "quantity": plain(row.quantity),
        "price": "" if row.price is None or value is not None else price(row.price),
        "value": "" if value is None else f"{value:.2f}",
        "discount": "" if row.discount is None else f"{row.discount:.2f}",
        "purchase_price": "" if row.purchase_price is None else price(row.purchase_price),
    }
    texts = (row.name, row.unit, row.vat_rate, row.gtu, row.procedure, row.margin_rate)
    names = ("name", "unit", "vat_rate", "gtu", "procedure", "margin_rate")
    said = {name: text or "" for name, text in zip(names, texts, strict=True)}
    return said | {name: amount_shown(text) for name, text in amounts.items()}


def base_of(positions: Iterable[Position]) -> str:
    """Whether the prices of these rows are net or gross, by the first of them."""
    return next((row_of(position).base for position in positions), "net")


def amount_shown(text: str | None) -> str:
    """A decimal number as the reader's language writes it in a field."""
    return (text or "").replace(".", ",") if language() == "pl" else text or ""


def day_shown(day: date | str | None) -> str:
    """A day as a date field has it."""
    return day.isoformat() if isinstance(day, date) else day or ""
