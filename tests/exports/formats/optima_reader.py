"""A structural reader of Optima's offline XML, written from its field tables.

There is no schema, so the reader itself refuses what the tables do not allow.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from lxml import etree

from services.exports.formats.optima_xml import FORMAT
from shared.contracts.document import Document
from tests.exports.formats.documents import Told, a_run
from tests.exports.formats.golden import SETTINGS

LONGEST = {
    "NUMER": 30, "KOREKTA_NUMER": 30, "PODMIOT": 20, "NAZWA1": 50, "NAZWA2": 50, "NAZWA3": 50,
    "KATEGORIA": 20, "OPIS": 50, "BAZA_ZRD_ID": 5, "BAZA_DOC_ID": 5, "WALUTA": 3, "NR_KSEF": 36,
}  # fmt: skip
FORMS = {
    "DATA": re.compile(r"\d{4}-\d\d-\d\d"),
    "TERMIN": re.compile(r"\d{4}-\d\d-\d\d"),
    "NETTO": re.compile(r"-?\d+\.\d\d"),
    "VAT": re.compile(r"-?\d+\.\d\d"),
    "KWOTA": re.compile(r"\d+\.\d\d"),
    "ID_ZRODLA": re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}"),
}
STATUSES = {"opodatkowana", "zwolniona", "nie podlega"}


@dataclass
class Entry:
    """A document of a register: its fields, its rows, its payments, its JPK codes."""

    fields: dict[str, str]
    rows: list[dict[str, str]] = field(default_factory=list)
    payments: list[dict[str, str]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def total(self, name: str) -> Decimal:
        return sum((Decimal(row[name]) for row in self.rows), Decimal(0))


@dataclass
class Registers:
    sales: list[Entry]
    purchases: list[Entry]


def parse(content: bytes) -> Registers:
    root = etree.fromstring(content)
    assert etree.QName(root).localname == "ROOT"
    assert root.nsmap == {None: "http://www.comarch.pl/cdn/optima/offline"}
    found = Registers([], [])
    for group in root:
        sale = etree.QName(group).localname == "REJESTRY_SPRZEDAZY_VAT"
        heads = [(etree.QName(each).localname, each.text) for each in group[:3]]
        assert heads[0] == ("WERSJA", "2.00")
        assert [name for name, _ in heads[1:]] == ["BAZA_ZRD_ID", "BAZA_DOC_ID"]
        (found.sales if sale else found.purchases).extend(_entry(each) for each in group[3:])
    return found


def _entry(element: Any) -> Entry:
    fields = _fields(element)
    rows = [_fields(each) for each in element.iterfind("{*}POZYCJE/{*}POZYCJA")]
    assert all(row["STATUS_VAT"] in STATUSES for row in rows)
    return Entry(
        fields,
        rows,
        [_fields(each) for each in element.iterfind("{*}PLATNOSCI/{*}PLATNOSC")],
        [each.text or "" for each in element.iterfind("{*}KODY_JPK/{*}KOD_JPK/{*}KOD")],
    )


def _fields(element: Any) -> dict[str, str]:
    fields: dict[str, str] = {}
    for each in element:
        if len(each):
            continue
        name, text = etree.QName(each).localname, each.text or ""
        assert name not in fields
        assert len(text) <= LONGEST.get(name, 255)
        form = FORMS.get(name) or FORMS.get(name.split("_")[0]) if "STAWKA" not in name else None
        assert form is None or form.fullmatch(text), (name, text)
        fields[name] = text
    return fields


def read(*documents: Document, told: Told | None = None, **changes: str) -> Registers:
    """What our writer makes of `documents`, with `changes` of the account's settings."""
    settings = SETTINGS["optima_xml"] | changes
    return parse(b"".join(FORMAT.write(a_run(*documents, told=told, settings=settings))))
