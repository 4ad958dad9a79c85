"""Sections that newer programs read beside the documents: marks of JPK, split payment, reasons.

They are not in the specification of 1.05.3; their shape is what Subiekt 1.11 writes, and a
document is named by its type and number.
"""

from services.exports.formats.edi_epp.header import LONGEST_NUMBER
from services.exports.formats.edi_epp.record import record, text
from services.exports.formats.kinds import CORRECTION
from services.exports.formats.marks import jpk_codes
from services.exports.formats.problems import Notes
from shared.contracts.document import Document

SPLIT_PAYMENT = "WYMAGALNOSCMPP"
REASONS = "PRZYCZYNYKOREKT"
JPK_MARKS = "DOKUMENTYZNACZNIKIJPKVAT"

_PROCEDURES = (
    "SW", "EE", "TP", "TT_WNT", "TT_D", "MR_T", "MR_UZ", "I_42", "I_63",
    "B_SPV", "B_SPV_DOSTAWA", "B_MPV_PROWIZJA",
)  # fmt: skip
_GOODS = tuple(f"GTU_{place:02d}" for place in range(1, 14))
_LATER_PROCEDURES = ("WSTO_EE", "IED")
KNOWN_MARKS = frozenset((*_PROCEDURES, "MPP", "IMP", *_GOODS, *_LATER_PROCEDURES))


def split_payment(document: Document, type_: str, notes: Notes) -> str:
    return record(_named(document, type_, notes), f"{document['split_payment']:d}")


def reason(document: Document, type_: str, notes: Notes) -> str:
    """Why the document corrects another; nothing where it does not, or does not say."""
    said = text("correction_reason", document["correction_reason"], 255, notes)
    if document["kind"] != CORRECTION or not said:
        return ""
    return record(_named(document, type_, notes), "1", said)


def jpk_marks(document: Document, type_: str, notes: Notes) -> str:
    """31 fields, a 0 or 1 for each mark; a mark that has no field is noted."""
    marks = set(jpk_codes(document))
    for other in sorted(marks - KNOWN_MARKS):
        notes.note("field_not_carried", other)
    if document["split_payment"]:
        marks.add("MPP")
    if document["kind"] == "import_products":
        marks.add("IMP")
    columns = (*_PROCEDURES, "MPP", "IMP", *_GOODS)
    return record(
        _named(document, type_, notes),
        *(f"{mark in marks:d}" for mark in columns),
        "0",
        *(f"{mark in marks:d}" for mark in _LATER_PROCEDURES),
    )


def _named(document: Document, type_: str, notes: Notes) -> str:
    number = document["number"][:LONGEST_NUMBER].rstrip()
    return text("number", f"{type_} {number}", LONGEST_NUMBER + 4, notes)
