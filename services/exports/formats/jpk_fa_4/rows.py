"""The rows of JPK_FA(4): `FakturaWiersz` of an invoice, `Zamowienie` of an advance invoice."""

from typing import NamedTuple

from services.exports.formats.amounts import hundredths, money, opposite, within
from services.exports.formats.jpk.xml import element
from services.exports.formats.kinds import ADVANCE
from services.exports.formats.problems import Notes
from services.exports.formats.vat import RATES
from shared.contracts.document import Document, Position

LONGEST = 256


class Written(NamedTuple):
    """Text, how many elements it holds, and their sum for the control sums in hundredths."""

    text: str
    elements: int
    total: int


def invoice_rows(document: Document, notes: Notes) -> Written:
    """`FakturaWiersz` for each position; rows from before a correction with the other sign.

    The positions of an advance invoice are the order, which `Zamowienie` holds. Where an
    invoice has no position of its own there is a row per VAT rate, since the schema wants rows.
    """
    number = element("P_2B", document["number"], LONGEST, notes)
    positions = document["positions"]
    if positions and document["kind"] != ADVANCE:
        texts = [_row(number, position, notes) for position in positions]
        total = sum(_net(position) for position in positions)
        return Written("".join(texts), len(texts), total)
    return _rows_of_rates(document, number)


def order(document: Document, notes: Notes) -> Written:
    """`Zamowienie`: what an advance was paid for, its total with VAT."""
    positions = document["positions"]
    total = sum(_signed(position, position["gross"] or "0.00") for position in positions)
    rows = "".join(_order_row(position, notes) for position in positions)
    number = element("P_2AZ", document["number"], LONGEST, notes)
    value = f"<WartoscZamowienia>{money(total)}</WartoscZamowienia>"
    return Written(f"<Zamowienie>{number}{value}{rows}</Zamowienie>\n", 1, total)


def has_order(document: Document) -> bool:
    return document["kind"] == ADVANCE and bool(document["positions"])


def _row(number: str, position: Position, notes: Notes) -> str:
    return (
        f"<FakturaWiersz>{number}"
        f"{element('P_7', position['name'], LONGEST, notes)}"
        f"{element('P_8A', position['unit'], LONGEST, notes)}"
        f"{_number('P_8B', _turned(position, position['quantity']), 6, notes)}"
        f"{_price(position, notes)}"
        f"{_number('P_10', position['discount'], 2, notes)}"
        f"{_value(position)}"
        f"{_rate('P_12', position)}</FakturaWiersz>\n"
    )


def _price(position: Position, notes: Notes) -> str:
    """`P_9A`, or `P_9B` of a row that is priced gross, as under the margin scheme."""
    if position["unit_net"] and position["vat_rate"] != "margin":
        return _number("P_9A", position["unit_net"], 2, notes)
    return _number("P_9B", position["unit_gross"], 2, notes)


def _value(position: Position) -> str:
    """`P_11`, or `P_11A` of a row that has no net value of its own."""
    if _counts(position):
        return f"<P_11>{_turned(position, position['net'])}</P_11>"
    if position["gross"] is not None:
        return f"<P_11A>{money(_signed(position, position['gross']))}</P_11A>"
    return ""


def _counts(position: Position) -> bool:
    """Whether the row has `P_11`, the only value that the control sum adds up."""
    return position["net"] is not None and position["vat_rate"] != "margin"


def _net(position: Position) -> int:
    return _signed(position, position["net"] or "0.00") if _counts(position) else 0


def _signed(position: Position, amount: str) -> int:
    return -hundredths(amount) if position["before"] else hundredths(amount)


def _turned(position: Position, number: str | None) -> str | None:
    return opposite(number) if number and position["before"] else number


def _number(name: str, number: str | None, places: int, notes: Notes) -> str:
    if not number:
        return ""
    fitting, exact = within(number, places)
    if not exact:
        notes.note("number_rounded", name)
    return f"<{name}>{fitting}</{name}>"


def _rate(name: str, position: Position) -> str:
    rate = RATES.get(position["vat_rate"] or "")
    return f"<{name}>{rate.jpk_fa}</{name}>" if rate and rate.jpk_fa else ""


def _rows_of_rates(document: Document, number: str) -> Written:
    taxed = [row for row in document["vat_summary"] if row["rate"] != "margin"]
    if not taxed:
        return Written(f"<FakturaWiersz>{number}</FakturaWiersz>\n", 1, 0)
    text = "".join(
        f"<FakturaWiersz>{number}<P_11>{row['net']}</P_11>"
        f"<P_12>{RATES[row['rate']].jpk_fa}</P_12></FakturaWiersz>\n"
        for row in taxed
    )
    return Written(text, len(taxed), sum(hundredths(row["net"]) for row in taxed))


def _order_row(position: Position, notes: Notes) -> str:
    return (
        "<ZamowienieWiersz>"
        f"{element('P_7Z', position['name'], LONGEST, notes)}"
        f"{element('P_8AZ', position['unit'], LONGEST, notes)}"
        f"{_number('P_8BZ', position['quantity'], 6, notes)}"
        f"{_number('P_9AZ', position['unit_net'], 2, notes)}"
        f"{_number('P_11NettoZ', position['net'], 2, notes)}"
        f"{_number('P_11VatZ', position['vat'], 2, notes)}"
        f"{_rate('P_12Z', position)}</ZamowienieWiersz>"
    )
