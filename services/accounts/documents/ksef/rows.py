"""Positions of an e-invoice: its rows (`FaWiersz`), or those of the order it is paid for.

In a correction the rows are either differences, or states: the row before (`before`) and the
row after it. Both ways the rows after less the rows before are the difference. An advance
invoice without rows has those of the order (`ZamowienieWiersz`), with the order's amounts.
"""

from decimal import Decimal
from typing import NamedTuple

from services.accounts.documents.ksef.node import Node
from services.accounts.documents.ksef.rates import RateReader
from shared.contracts.document import Position

UNTAXED = {"0 KR", "0 WDT", "0 EX", "zw", "oo", "np I", "np II"}
CENT = Decimal("0.01")


class Names(NamedTuple):
    """What each fact of a row is called; empty where rows of that sort have no such fact."""

    no: str
    name: str
    unit: str
    quantity: str
    unit_net: str
    unit_gross: str
    discount: str
    net: str
    gross: str
    vat: str
    rate: str
    special_rate: str
    gtu: str
    procedure: str
    before: str


ROW = Names(
    no="NrWierszaFa",
    name="P_7",
    unit="P_8A",
    quantity="P_8B",
    unit_net="P_9A",
    unit_gross="P_9B",
    discount="P_10",
    net="P_11",
    gross="P_11A",
    vat="P_11Vat",
    rate="P_12",
    special_rate="P_12_XII",
    gtu="GTU",
    procedure="Procedura",
    before="StanPrzed",
)
ORDER_ROW = Names(
    no="NrWierszaZam",
    name="P_7Z",
    unit="P_8AZ",
    quantity="P_8BZ",
    unit_net="P_9AZ",
    unit_gross="",
    discount="",
    net="P_11NettoZ",
    gross="",
    vat="P_11VatZ",
    rate="P_12Z",
    special_rate="P_12Z_XII",
    gtu="GTUZ",
    procedure="ProceduraZ",
    before="StanPrzedZ",
)


def positions_of(fa: Node) -> list[Position]:
    """The positions of the invoice, in its order."""
    rates = RateReader(fa)
    rows = [_position(row, ROW, rates) for row in fa.all("FaWiersz")]
    order = fa.one("Zamowienie")
    if rows or order is None:
        return rows
    return [_position(row, ORDER_ROW, rates) for row in order.all("ZamowienieWiersz")]


def money(amount: Decimal) -> str:
    """`amount` with two places, as the schemas guarantee that it has no more."""
    return str(amount.quantize(CENT))


def _position(row: Node, names: Names, rates: RateReader) -> Position:
    text = row.said.get
    special = text(names.special_rate)
    rate = rates.rate(text(names.rate), special)
    net, vat, gross = _amounts(row, names, rate if special is None else None)
    return Position(
        no=int(text(names.no) or 0),
        name=text(names.name) or "",
        quantity=text(names.quantity),
        unit=text(names.unit),
        unit_net=text(names.unit_net),
        unit_gross=text(names.unit_gross),
        discount=text(names.discount),
        vat_rate=rate,
        net=net,
        vat=vat,
        gross=gross,
        gtu=text(names.gtu),
        procedure=text(names.procedure),
        before=row.marks(names.before),
    )


def _amounts(
    row: Node, names: Names, rate: str | None
) -> tuple[str | None, str | None, str | None]:
    """Net, VAT and gross of a row: as given, or what follows exactly from what is given.

    A rate without tax has no VAT, and of net, VAT and gross any two give the third. A VAT that
    would have to be computed and rounded stays unsaid: only the sums of the invoice tell it.
    `rate` is None of what is taxed abroad.
    """
    net, vat, gross = (row.decimal(name) for name in (names.net, names.vat, names.gross))
    if vat is None and rate in UNTAXED and (net is None) != (gross is None):
        vat = Decimal(0)
    net, vat, gross = _completed(net, vat, gross)
    return _written(net), _written(vat), _written(gross)


def _completed(
    net: Decimal | None, vat: Decimal | None, gross: Decimal | None
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    if net is not None and vat is not None and gross is None:
        return net, vat, net + vat
    if net is not None and gross is not None and vat is None:
        return net, gross - net, gross
    if vat is not None and gross is not None and net is None:
        return gross - vat, vat, gross
    return net, vat, gross


def _written(amount: Decimal | None) -> str | None:
    return None if amount is None else money(amount)
