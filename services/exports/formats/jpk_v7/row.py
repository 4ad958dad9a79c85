"""A row of the records, and how rows add up to the control sums."""

from dataclasses import dataclass
from typing import NamedTuple

from services.exports.formats.amounts import money


class Row(NamedTuple):
    """Its text, and the tax in it that the control sum adds up, in grosze."""

    text: str
    tax: int


@dataclass
class Control:
    """How many rows there are, and their tax."""

    rows: int = 0
    tax: int = 0

    def add(self, row: Row) -> None:
        self.rows += 1
        self.tax += row.tax

    def element(self, name: str, count: str, total: str) -> str:
        """Such as `SprzedazCtrl`."""
        return (
            f"<{name}><{count}>{self.rows}</{count}><{total}>{money(self.tax)}</{total}></{name}>\n"
        )
