"""One warehouse document: `PZWartosc` and its like, whose fields end in the document's kind."""

from dataclasses import dataclass
from decimal import Decimal

from services.exports.formats.amounts import hundredths, money, opposite, within
from services.exports.formats.jpk.xml import element
from services.exports.formats.problems import Notes
from services.exports.formats.vat import pln
from shared.contracts.document import Document, Position

LONGEST = 256
"""Characters in a text, `TZnakowyJPK`."""


@dataclass(frozen=True)
class Kind:
    """How the schema calls a kind of document: its ending, its day, its goods, its quantity."""

    ending: str
    day: str
    goods: str
    quantity: str
    party: str | None = None


KINDS = {
    "pz": Kind("PZ", "DataOtrzymaniaPZ", "NazwaTowaruPZ", "IloscPrzyjetaPZ", "Dostawca"),
    "pw": Kind("PW", "DataOtrzymaniaPW", "NazwaProduktuPW", "IloscPrzyjetaPW"),
    "wz": Kind("WZ", "DataWydaniaWZ", "NazwaTowaruWZ", "IloscWydanaWZ", "OdbiorcaWZ"),
    "rw": Kind("RW", "DataWydaniaRW", "NazwaTowaruRW", "IloscWydanaRW"),
}
"""In the order in which the schema wants them."""


def slip(document: Document, notes: Notes) -> str:
    """The element, without VAT and in PLN."""
    kind = KINDS[document["kind"]]
    end, rate = kind.ending, _rate(document)
    moved = document["receipt_date"] or document["sale_date"] or document["issue_date"]
    rows = "".join(
        _row(position, place, kind, rate, notes)
        for place, position in enumerate(document["positions"], 1)
    )
    return (
        f"<{end}><{end}Wartosc>{element(f'Numer{end}', document['number'], LONGEST, notes)}"
        f"<Data{end}>{document['issue_date']}</Data{end}>"
        f"<Wartosc{end}>{money(pln(document['net'], rate))}</Wartosc{end}>"
        f"<{kind.day}>{moved}</{kind.day}>"
        f"{element(kind.party, party_name(document), LONGEST, notes) if kind.party else ''}"
        f"{rows}</{end}Wartosc></{end}>\n"
    )


def party_name(document: Document) -> str:
    """Who delivered, or who received."""
    return document["seller" if document["kind"] == "pz" else "buyer"]["name"]


def value(document: Document) -> int:
    """What the rows add up to, in hundredths of the document's currency."""
    amounts = [_signed(each, each["net"]) for each in document["positions"] if each["net"]]
    return sum(hundredths(amount) for amount in amounts)


def _rate(document: Document) -> str | None:
    return document["exchange_rate"] if document["currency"] != "PLN" else None


def _row(position: Position, place: int, kind: Kind, rate: str | None, notes: Notes) -> str:
    end = kind.ending
    net = _signed(position, position["net"]) if position["net"] else None
    worth = money(pln(net, rate)) if net else ""
    return (
        f"<{end}Wiersz><NrWiersza{end}>{place}</NrWiersza{end}>"
        f"{element(kind.goods, position['name'], LONGEST, notes)}"
        f"{_number(kind.quantity, _signed(position, position['quantity']), 6, notes)}"
        f"{element(f'JednostkaMiary{end}', position['unit'], LONGEST, notes)}"
        f"{_number(f'CenaJedn{end}', _price(position, rate), 2, notes)}"
        f"{f'<WartoscPozycji{end}>{worth}</WartoscPozycji{end}>' if worth else ''}"
        f"</{end}Wiersz>"
    )


def _signed(position: Position, number: str | None) -> str:
    """A row from before a correction counts against the document."""
    return opposite(number) if number and position["before"] else number or ""


def _price(position: Position, rate: str | None) -> str:
    price = position["unit_net"] or ""
    return f"{Decimal(price) * Decimal(rate):f}" if price and rate else price


def _number(name: str, number: str, places: int, notes: Notes) -> str:
    if not number:
        return ""
    fitting, exact = within(number, places)
    if not exact:
        notes.note("number_rounded", name)
    return f"<{name}>{fitting}</{name}>"
