"""The marks of a row of the records: where its invoice is, what sort of proof, which procedures."""

from services.exports.formats.jpk.ksef import ksef_number
from services.exports.formats.marks import jpk_codes
from services.exports.formats.problems import Notes
from shared.contracts.document import Document

_SALE_PROOFS = ("RO", "WEW", "FP")
_COST_PROOFS = ("MK", "VAT_RR", "WEW")
_NO_INVOICES = frozenset(["bill", "receipt", "import_products"])
_MARKS = (
    *(f"GTU_{place:02d}" for place in range(1, 14)),
    "WSTO_EE", "IED", "TP", "TT_WNT", "TT_D", "MR_T", "MR_UZ", "I_42", "I_63",
    "B_SPV", "B_SPV_DOSTAWA", "B_MPV_PROWIZJA",
)  # fmt: skip
"""In the schema's order."""


def is_invoice_of_receipt(document: Document) -> bool:
    """`FP`: an invoice for a sale that a cash register's report holds already."""
    return sale_proof(document) == "FP"


def is_register_report(document: Document) -> bool:
    return sale_proof(document) == "RO"


def sale_proof(document: Document) -> str | None:
    """`TypDokumentu`."""
    return next((each for each in _SALE_PROOFS if each in document["procedures"]), None)


def cost_proof(document: Document) -> str | None:
    """`DokumentZakupu`."""
    if document["kind"] == "vat_rr":
        return "VAT_RR"
    if document["cash_method"]:
        return "MK"
    return next((each for each in _COST_PROOFS if each in document["procedures"]), None)


def whereabouts(document: Document, proof: str | None, notes: Notes) -> str:
    """Exactly one of `NrKSeF`, `OFF`, `BFK` and `DI`.

    `OFF` is an invoice whose status in KSeF says that it was issued offline.
    """
    number = ksef_number(document, notes)
    if number:
        return f"<NrKSeF>{number}</NrKSeF>"
    if document["kind"] in _NO_INVOICES or proof in ("RO", "WEW"):
        return "<DI>1</DI>"
    offline = (document["ksef_status"] or "").lower().startswith("offline")
    return "<OFF>1</OFF>" if offline else "<BFK>1</BFK>"


def sale_marks(document: Document, notes: Notes) -> str:
    """GTU codes and procedures, each `1`; those that the schema lacks are noted."""
    marks = set(jpk_codes(document))
    note_unknown(document, notes)
    return "".join(f"<{mark}>1</{mark}>" for mark in _MARKS if mark in marks)


def note_unknown(document: Document, notes: Notes) -> None:
    known = {*_MARKS, *_SALE_PROOFS, *_COST_PROOFS, "IMP"}
    for mark in jpk_codes(document):
        if mark not in known:
            notes.note("field_not_carried", mark)
