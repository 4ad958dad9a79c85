"""The sorts of invoices that UBL tells apart, by their code of UNTDID 1001."""

from dataclasses import dataclass

from services.exports.formats.kinds import ADVANCE, CORRECTION
from shared.contracts.document import Document


@dataclass(frozen=True)
class Sort:
    """What differs between an invoice and a credit note, whose amounts have the other sign."""

    root: str
    type_code: str
    line: str
    quantity: str
    sign: int


_INVOICE = Sort("Invoice", "380", "InvoiceLine", "InvoicedQuantity", 1)
_PREPAYMENT = Sort("Invoice", "386", "InvoiceLine", "InvoicedQuantity", 1)
CREDIT_NOTE = Sort("CreditNote", "381", "CreditNoteLine", "CreditedQuantity", -1)
_SORTS = {CORRECTION: CREDIT_NOTE, ADVANCE: _PREPAYMENT}


def sort_of(document: Document) -> Sort:
    return _SORTS.get(document["kind"], _INVOICE)
