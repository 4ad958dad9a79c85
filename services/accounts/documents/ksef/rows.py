"""Positions of an e-invoice: its rows (`FaWiersz`), or those of the order it is paid for.

In a correction the rows are either differences, or states: the row before (`before`) and the
row after it. Both ways the rows after less the rows before are the difference. An advance
invoice without rows has those of the order (`ZamowienieWiersz`), with the order's amounts.
"""

from collections.abc import Mapping
from decimal import Decimal

from services.accounts.documents.ksef.node import Node
from services.accounts.documents.ksef.rates import RateReader
from shared.contracts.document import Position

UNTAXED = {"0 KR", "0 WDT", "0 EX", "zw", "oo", "np I", "np II"}
CENT = Decimal("0.01")

# What each fact of a row is called in `FaWiersz` and in `ZamowienieWiersz`.
ROW = {
    "no": "NrWierszaFa",
    "name": "P_7",
    "unit": "P_8A",
    "quantity": "P_8B",
    "unit_net": "P_9A",
    "unit_gross": "P_9B",
    "discount": "P_10",
    "net": "P_11",
    "gross": "P_11A",
    "vat": "P_11Vat",
    "rate": "P_12",
    "special_rate": "P_12_XII",
    "gtu": "GTU",
    "procedure": "Procedura",
    "before": "StanPrzed",
}
ORDER_ROW = {
    "no": "NrWierszaZam",
    "name": "P_7Z",
    "unit": "P_8AZ",
    "quantity": "P_8BZ",
    "unit_net": "P_9AZ",
    "net": "P_11NettoZ",
    "vat": "P_11VatZ",
    "rate": "P_12Z",
    "special_rate": "P_12Z_XII",
    "gtu": "GTUZ",
    "procedure": "ProceduraZ",
    "before": "StanPrzedZ",
}


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


def _position(row: Node, names: Mapping[str, str], rates: RateReader) -> Position:
    def text(fact: str) -> str | None:
        return row.text(names[fact]) if fact in names else None

    rate = rates.rate(text("rate"), text("special_rate"))
    net, vat, gross = _amounts(row, names, rate)
    return Position(
        no=int(text("no") or 0),
        name=text("name") or "",
        quantity=text("quantity"),
        unit=text("unit"),
        unit_net=text("unit_net"),
        unit_gross=text("unit_gross"),
        discount=text("discount"),
        vat_rate=rate,
        net=net,
        vat=vat,
        gross=gross,
        gtu=text("gtu"),
        procedure=text("procedure"),
        before=row.marks(names["before"]),
    )


def _amounts(
    row: Node, names: Mapping[str, str], rate: str | None
) -> tuple[str | None, str | None, str | None]:
    """Net, VAT and gross of a row: as given, or what follows exactly from what is given.

    A rate without tax has no VAT, and of net, VAT and gross any two give the third. A VAT that
    would have to be computed and rounded stays unsaid: only the sums of the invoice tell it.
    """
    net, vat, gross = (
        row.decimal(names[fact]) if fact in names else None for fact in ("net", "vat", "gross")
    )
    taxed_abroad = row.text(names["special_rate"]) is not None
    if vat is None and rate in UNTAXED and not taxed_abroad and (net is None) != (gross is None):
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
