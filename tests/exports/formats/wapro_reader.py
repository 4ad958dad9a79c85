"""A reader of WAPRO's `MAGIK_EKSPORT`, written from the vendor's field tables."""

import io
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from lxml import etree

from services.exports.formats.wapro_xml import FORMAT
from shared.contracts.document import Document
from tests.exports.formats.documents import Told, a_run

LONGEST = {
    "NUMER": 30, "NR_DOK_ORYG": 30, "OPIS": 50, "NUMER_RACHUNKU": 26, "WYROZNIK": 30,
    "RODZAJ_TRANSAKCJI_HANDLOWEJ": 255, "KSEF_ID": 36, "KOD_VAT": 3, "NAZWA": 50,
    "NAZWA_PELNA": 200, "NIP": 30,
}  # fmt: skip
NEEDED = {"RODZAJ_DOKUMENTU", "NUMER", "ID_DOKUMENTU_ORYG", "TYP_DOKUMENTU"}


@dataclass
class Entry:
    """A document: its header with days and values, its rates, its party."""

    header: dict[str, str]
    rates: list[dict[str, str]]
    contractor: dict[str, str]

    def day(self, name: str) -> str:
        """A Clarion day number as a date; 1900-01-01 is 36163."""
        return (date(1900, 1, 1) + timedelta(days=int(self.header[name]) - 36163)).isoformat()

    def total(self, name: str) -> Decimal:
        return sum((Decimal(rate[name]) for rate in self.rates), Decimal(0))


def parse(content: bytes) -> list[Entry]:
    """The documents of one file."""
    root = etree.fromstring(content)
    assert root.tag == "MAGIK_EKSPORT"
    contractors = [_leaves(each) for each in root.iterfind("KARTOTEKA_KONTRAHENTOW/KONTRAHENT")]
    by_number = {each["ID_KONTRAHENTA"]: each for each in contractors}
    assert len(by_number) == len(contractors)
    entries = []
    for document in root.iterfind("DOKUMENTY/DOKUMENT"):
        header = _leaves(document.find("NAGLOWEK_DOKUMENTU"))
        assert header.keys() >= NEEDED
        rates = [_leaves(each) for each in document.iterfind("VAT/STAWKA")]
        entries.append(Entry(header, rates, by_number[header["ID_KONTRAHENTA"]]))
    assert 1 <= len(entries) <= 999
    assert root.findtext("INFO_EKSPORTU/LICZBA_DOKUMENTOW") == str(len(entries))
    return entries


def _leaves(element: Any) -> dict[str, str]:
    found = {each.tag: each.text or "" for each in element.iter() if not len(each)}
    assert all(len(text) <= LONGEST.get(name, 255) for name, text in found.items())
    return found


def parts(*documents: Document, told: Told | None = None, **settings: str) -> list[list[Entry]]:
    """The files of the ZIP that our writer makes of `documents`."""
    content = b"".join(FORMAT.write(a_run(*documents, told=told, settings=settings)))
    if not content:
        return []
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        assert found.testzip() is None
        return [parse(found.read(name)) for name in sorted(found.namelist())]


def read(*documents: Document, told: Told | None = None, **settings: str) -> list[Entry]:
    return [entry for part in parts(*documents, told=told, **settings) for entry in part]


def only(*documents: Document, told: Told | None = None, **settings: str) -> Entry:
    (entry,) = read(*documents, told=told, **settings)
    return entry
