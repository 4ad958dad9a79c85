"""A reader of JPK_MAG(2), JPK_PKPIR(3) and JPK_EWP(4) that trusts the Ministry's schemas."""

from decimal import Decimal
from typing import Any

from lxml import etree

from services.exports.formats.registry import FORMATS
from shared.contracts.document import Document
from tests.exports.formats.documents import Told, a_run
from tests.exports.formats.golden import SETTINGS
from tests.exports.formats.schemas import schema

XSDS = {
    "jpk_mag_2": "JPK_MAG_2/Schemat_JPK_MAG(2)_v1-0.xsd",
    "jpk_pkpir_3": "JPK_PKPIR_3/Struktura_Schemat_JPK_PKPIR(3)_v1-0.xsd",
    "jpk_ewp_4": "JPK_EWP_4/Struktura_Schemat_JPK_EWP(4)_v1-0.xsd",
}


class Book:
    """A valid file: its lists as rows of elements by name."""

    def __init__(self, content: bytes, name: str) -> None:
        self.root = etree.fromstring(content)
        schema(XSDS[name]).assertValid(self.root)

    def rows(self, name: str) -> list[dict[str, str]]:
        return [
            {etree.QName(each).localname: each.text or "" for each in row if not len(each)}
            for row in self.root.iter(f"{{*}}{name}")
        ]

    def row(self, name: str) -> dict[str, str]:
        (row,) = self.rows(name)
        return row

    def total(self, name: str, field: str) -> Decimal:
        return sum((Decimal(row.get(field, "0")) for row in self.rows(name)), Decimal(0))


def read(
    name: str,
    *documents: Document,
    told: Told | None = None,
    settings: dict[str, Any] | None = None,
    **changes: Any,
) -> Book | None:
    """What our writer makes of `documents`, or None where it makes no file."""
    chosen = SETTINGS[name] | (settings or {})
    run = a_run(*documents, told=told, settings=chosen, **changes)
    content = b"".join(FORMATS[name].write(run))
    return Book(content, name) if content else None


def book(name: str, *documents: Document, **given: Any) -> Book:
    found = read(name, *documents, **given)
    assert found is not None
    return found
