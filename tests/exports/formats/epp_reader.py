"""A reader of EDI++, written from the specification's tables and not from our writer."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from services.exports.formats.edi_epp import FORMAT
from shared.contracts.document import Document
from tests.exports.formats.documents import Told, a_run

HEADER_FIELDS = 62
RATE_FIELDS = 18


@dataclass
class Section:
    """A header's fields and the records of its content; fields count from 1 as in the tables."""

    header: list[str]
    records: list[list[str]]

    def field(self, number: int) -> str:
        return self.header[number - 1]

    def amount(self, number: int) -> Decimal:
        return Decimal(self.field(number))

    def total(self, number: int) -> Decimal:
        return sum((Decimal(record[number - 1]) for record in self.records), Decimal(0))


@dataclass
class Epp:
    """A file: who sends it, its documents, its dictionaries by keyword."""

    sender: list[str]
    documents: list[Section]
    dictionaries: dict[str, list[list[str]]]


def parse(content: bytes) -> Epp:
    """The whole file; ValueError where its bytes or lines break the format."""
    text = content.decode("cp1250")
    if text.replace("\r\n", "").count("\n") or text.replace("\r\n", "").count("\r"):
        raise ValueError("a line does not end with CRLF")
    if not text.endswith("\r\n\r\n"):
        raise ValueError("the file does not end with an empty line")
    first, *sections = text.split("[NAGLOWEK]\r\n")
    label, info = first.split("\r\n", 1)
    if label != "[INFO]":
        raise ValueError("the file does not begin with [INFO]")
    (sender,) = _records(info)
    found = Epp(sender, [], {})
    for section in sections:
        _take(found, section)
    return found


def _take(found: Epp, section: str) -> None:
    head, content = section.split("[ZAWARTOSC]\r\n")
    (header,) = _records(head)
    records = list(_records(content))
    if len(header) == 1:
        found.dictionaries[header[0]] = records
        return
    if len(header) != HEADER_FIELDS or any(len(record) != RATE_FIELDS for record in records):
        raise ValueError("a document has another number of fields than the specification says")
    found.documents.append(Section(header, records))


def _records(text: str) -> Iterator[list[str]]:
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    return (record for record in lines if record)


def read(*documents: Document, told: Told | None = None, sections: str = "standard") -> Epp:
    """What our writer makes of `documents`."""
    run = a_run(*documents, told=told, options={"sections": sections})
    return parse(b"".join(FORMAT.write(run)))


def only(*documents: Document, told: Told | None = None) -> Section:
    """The only document that our writer makes."""
    (section,) = read(*documents, told=told).documents
    return section
