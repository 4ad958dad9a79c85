"""One row of a document: what somebody says of it, and the position that this makes."""

from dataclasses import dataclass, replace
from decimal import Decimal

from services.accounts.documents.computing.amounts import (
    EXACT,
    HUNDRED,
    PRICE,
    Base,
    half_up,
    money,
    plain,
    price,
    split,
    times,
)
from shared.contracts.document import Position

USUAL_MARGIN_RATE = "23"


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row as it is given: a price for one, or the value of all, net or gross by `base`.

    Under the margin scheme `purchase_price` is what one of the goods cost, gross, and
    `margin_rate` the rate of VAT on what is earned with them.

    `discount` is an amount off the value, `discount_percent` a share of it; a value that is
    given has its discount in it already.
    """

    name: str
    base: Base
    no: int | None = None
    quantity: Decimal = Decimal(1)
    unit: str | None = None
    price: Decimal | None = None
    value: Decimal | None = None
    discount: Decimal | None = None
    discount_percent: Decimal | None = None
    vat_rate: str | None = None
    gtu: str | None = None
    procedure: str | None = None
    before: bool = False
    purchase_price: Decimal | None = None
    margin_rate: str | None = None


def position_of(row: Row, no: int) -> Position:
    """The position with all its amounts; `no` is for a row that brings none."""
    discount = _discount(row)
    amounts = split(_value(row, discount), row.vat_rate, row.base)
    unit_price = price(_price(row))
    position = Position(
        no=row.no or no,
        name=row.name,
        quantity=plain(row.quantity),
        unit=row.unit,
        unit_net=unit_price if row.base == "net" else None,
        unit_gross=unit_price if row.base == "gross" else None,
        discount=money(discount) if discount else None,
        vat_rate=row.vat_rate,
        net=money(amounts.net),
        vat=money(amounts.vat),
        gross=money(amounts.gross),
        gtu=row.gtu,
        procedure=row.procedure,
        before=row.before,
    )
    if row.purchase_price is not None:
        position["purchase_price"] = price(row.purchase_price)
        position["margin_rate"] = row.margin_rate or USUAL_MARGIN_RATE
    return position


def row_of(position: Position) -> Row:
    """What would have to be given to get this position again.

    A price that fits its value goes before it, so that another quantity makes another value.
    """
    base: Base = "gross" if _is_gross(position) else "net"
    unit_price = position["unit_gross" if base == "gross" else "unit_net"]
    stated = position["gross" if base == "gross" else "net"]
    row = Row(
        name=position["name"],
        base=base,
        no=position["no"],
        quantity=Decimal(position["quantity"] or 1),
        unit=position["unit"],
        price=_decimal(unit_price),
        discount=Decimal(position["discount"]) if position["discount"] else None,
        vat_rate=position["vat_rate"],
        gtu=position["gtu"],
        procedure=position["procedure"],
        before=position["before"],
        purchase_price=_decimal(position.get("purchase_price")),
        margin_rate=position.get("margin_rate"),
    )
    if row.price is not None and (stated is None or _value(row, _discount(row)) == Decimal(stated)):
        return row
    return replace(row, value=Decimal(stated or 0))


def _decimal(number: str | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def _is_gross(position: Position) -> bool:
    if position["unit_net"] is not None:
        return False
    return position["unit_gross"] is not None or position["net"] is None


def _discount(row: Row) -> Decimal:
    if row.discount is not None or row.discount_percent is None or row.price is None:
        return row.discount or Decimal(0)
    whole = times(row.price, row.quantity)
    return half_up(EXACT.divide(times(whole, row.discount_percent), HUNDRED))


def _value(row: Row, discount: Decimal) -> Decimal:
    if row.value is not None:
        return half_up(row.value)
    return half_up(times(row.price or Decimal(0), row.quantity)) - discount


def _price(row: Row) -> Decimal:
    """The price for one before the discount; of a value that is given, its part for one."""
    if row.price is not None:
        return row.price
    whole = (row.value or Decimal(0)) + _discount(row)
    return half_up(EXACT.divide(whole, row.quantity), PRICE) if row.quantity else whole
