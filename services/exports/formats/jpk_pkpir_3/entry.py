"""A document as a row of the book, and what it adds to the sums."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.exports.formats.amounts import money
from services.exports.formats.jpk.book import (
    LONGEST,
    book_day,
    gross_in_pln,
    ksef_element,
    net_in_pln,
    note_settled,
    number_elements,
)
from services.exports.formats.jpk.xml import element
from services.exports.formats.parties import other_party
from services.exports.formats.problems import Notes
from shared.contracts.document import Document

NONE = "brak"

_TOTALS = {"K_7": "K_9", "K_8": "K_9", "K_12": "K_14", "K_13": "K_14"}
"""Columns that are added up in another one of the same row."""


@dataclass
class Sums:
    """Grosze by column, over all rows."""

    rows: int = 0
    columns: dict[str, int] = field(default_factory=dict)

    def add(self, values: Mapping[str, int]) -> None:
        self.rows += 1
        for column, amount in values.items():
            self.columns[column] = self.columns.get(column, 0) + amount

    def costs(self, opening: int, closing: int) -> int:
        """Costs of the year: goods and their side costs, corrected by stock, and expenses."""
        goods = self.columns.get("K_10", 0) + self.columns.get("K_11", 0)
        return opening + goods - closing + self.columns.get("K_14", 0)


def values(document: Document, settings: Mapping[str, Any]) -> dict[str, int]:
    """The document's value in its column, and in the total of the row where there is one."""
    column = _column(document, settings)
    gross = not document["income"] and settings["cost_value"] == "gross"
    amount = gross_in_pln(document) if gross else net_in_pln(document)
    found = {column: amount}
    if column in _TOTALS:
        found[_TOTALS[column]] = amount
    return found


def _column(document: Document, settings: Mapping[str, Any]) -> str:
    """By category first, else the common column."""
    category = document["category"] or ""
    if document["income"]:
        return str(settings.get("income_columns_by_category", {}).get(category) or "K_7")
    chosen = settings.get("cost_columns_by_category", {}).get(category)
    return str(chosen or settings["cost_column"])


def row(document: Document, place: int, amounts: Mapping[str, int], notes: Notes) -> str:
    """`PKPIRWiersz`; a party without name or address is the word for none, which is noted."""
    party = other_party(document)
    note_settled(document, notes)
    ordered = sorted(amounts.items(), key=lambda each: int(each[0][2:]))
    return (
        f"<PKPIRWiersz><K_1>{place}</K_1><K_2>{book_day(document)}</K_2>"
        f"{element('K_3A', document['number'], LONGEST, notes)}"
        f"{ksef_element('K_3B', document, notes)}"
        f"{number_elements('K_4A', 'K_4B', document, notes)}"
        f"{_known('K_5A', 'name', party['name'], notes)}"
        f"{_known('K_5B', 'address', party['address'], notes)}"
        f"{_event(document, notes)}"
        f"{''.join(f'<{name}>{money(amount)}</{name}>' for name, amount in ordered)}"
        "</PKPIRWiersz>\n"
    )


def _known(name: str, source: str, text: str, notes: Notes) -> str:
    written = element(name, text, LONGEST, notes)
    if not written:
        notes.note("incomplete_document", source)
    return written or f"<{name}>{NONE}</{name}>"


def _event(document: Document, notes: Notes) -> str:
    """What happened, in the document's own words, else that it is a sale or a purchase."""
    for words in (document["description"], document["category"]):
        written = element("K_6", words, LONGEST, notes)
        if written:
            return written
    return f"<K_6>{'sprzedaż' if document['income'] else 'zakup'}</K_6>"
