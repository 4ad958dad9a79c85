"""The lines of an invoice: its rows where they add up, else a line per VAT rate."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from services.exports.formats.amounts import hundredths, money
from services.exports.formats.jpk.xml import is_blank
from services.exports.formats.kinds import ADVANCE
from services.exports.formats.problems import Notes
from services.exports.formats.ubl_2_1.codes import ONE, UNITS
from services.exports.formats.ubl_2_1.taxes import MARGIN, Category, Group, category_of
from services.exports.formats.vat import RATES
from shared.contracts.document import Document, Position


class Line(NamedTuple):
    """`price` is that of `base` units; the quantity has the sign of the net, a price has none."""

    name: str
    quantity: str
    unit: str
    price: str
    base: str | None
    net: int
    category: Category


def lines(document: Document, groups: Iterable[Group], sign: int, notes: Notes) -> list[Line]:
    """The rows, all amounts turned by `sign`; the order on an advance invoice is none of them."""
    expected = {group.category: group.net for group in groups}
    rows = [] if document["kind"] == ADVANCE else document["positions"]
    if rows and _sums(rows) == expected:
        return [_line(position, sign, notes) for position in rows]
    if rows:
        notes.note("rows_replaced", "positions")
    return [_line_of_group(category, net * sign) for category, net in expected.items()]


def _sums(rows: list[Position]) -> dict[Category, int] | None:
    """What the rows add up to by category; None where one has no rate or no value."""
    found: dict[Category, int] = {}
    for position in rows:
        rate, value = position["vat_rate"], _value(position)
        if rate is None or rate not in RATES or value is None:
            return None
        category = category_of(rate)
        found[category] = found.get(category, 0) + value
    return found


def _value(position: Position) -> int | None:
    """The row's part of the document: a row from before a correction counts against it."""
    known = position["gross" if position["vat_rate"] == MARGIN else "net"]
    if known is None:
        return None
    return -hundredths(known) if position["before"] else hundredths(known)


def _line(position: Position, sign: int, notes: Notes) -> Line:
    rate = str(position["vat_rate"])
    net = (_value(position) or 0) * sign
    unit = (position["unit"] or "").strip().rstrip(".").lower()
    if unit and unit not in UNITS:
        notes.note("field_not_carried", "unit")
    quantity, price, base = _priced(position, net)
    return Line(
        name=_name(category_of(rate)) if is_blank(position["name"]) else position["name"],
        quantity=f"-{quantity}" if net < 0 else quantity,
        unit=UNITS.get(unit, ONE),
        price=price,
        base=base,
        net=net,
        category=category_of(rate),
    )


def _priced(position: Position, net: int) -> tuple[str, str, str | None]:
    """Quantity, price and its base, all without sign; exact, since readers multiply them.

    A discount or a rounded price makes the value of the row the price of all its units.
    """
    quantity = (position["quantity"] or "").lstrip("-")
    if not quantity.strip("0."):
        return "1", money(abs(net)), None
    price = position["unit_gross" if position["vat_rate"] == MARGIN else "unit_net"] or ""
    if price and _product(quantity, price.lstrip("-")) == abs(net):
        return quantity, price.lstrip("-"), None
    return quantity, money(abs(net)), quantity


def _product(quantity: str, price: str) -> int:
    """In hundredths, half up."""
    exact = Decimal(quantity) * Decimal(price) * 100
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def _line_of_group(category: Category, net: int) -> Line:
    quantity = "-1" if net < 0 else "1"
    return Line(_name(category), quantity, ONE, money(abs(net)), None, net, category)


def _name(category: Category) -> str:
    code, percent = category
    return f"VAT {percent} %" if code == "S" else f"VAT {code}"
