"""A reader of the records of JPK_V7(3) that trusts the Ministry's schemas and not our writer."""

from decimal import Decimal
from typing import Any

from lxml import etree

from services.exports.formats.registry import FORMATS
from services.exports.formats.run import Run
from shared.contracts.document import Document
from tests.exports.formats.documents import Told, a_run
from tests.exports.formats.schemas import schema

XSDS = {
    "jpk_v7m_3": "JPK_V7M_3/Schemat_JPK_V7M(3)_v1-0E.xsd",
    "jpk_v7k_3": "JPK_V7K_3/Schemat_JPK_V7K(3)_v1-0E.xsd",
}
DUE = ("K_16", "K_18", "K_20", "K_24", "K_26", "K_28", "K_30", "K_32", "K_33", "K_34")
DEDUCTED = ("K_41", "K_43", "K_44", "K_45", "K_46", "K_47")

Row = dict[str, str]


class Records:
    """Sales, purchases and control sums; the rows hold their elements by name."""

    def __init__(self, run: Run, name: str) -> None:
        self.root = etree.fromstring(b"".join(FORMATS[name].write(run)))
        schema(XSDS[name]).assertValid(self.root)
        self.sales = self._rows("SprzedazWiersz")
        self.purchases = self._rows("ZakupWiersz")
        (self.sales_control,) = self._rows("SprzedazCtrl")
        (self.purchases_control,) = self._rows("ZakupCtrl")

    def text(self, path: str) -> str:
        found = self.root.find("/".join(f"{{*}}{name}" for name in path.split("/")))
        assert found is not None
        return found.text or ""

    def _rows(self, name: str) -> list[Row]:
        return [
            {etree.QName(each).localname: each.text or "" for each in row}
            for row in self.root.iterfind(f"{{*}}Ewidencja/{{*}}{name}")
        ]


def total(rows: list[Row], names: tuple[str, ...]) -> Decimal:
    return sum((Decimal(row.get(name, "0")) for row in rows for name in names), Decimal(0))


def read(
    *documents: Document, told: Told | None = None, name: str = "jpk_v7m_3", **changes: Any
) -> Records:
    return Records(a_run(*documents, told=told, **changes), name)
