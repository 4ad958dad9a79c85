"""What a document says that a format has no place for: told, never dropped in silence."""

from collections.abc import Callable, Iterable

from services.exports.formats.problems import Notes
from shared.contracts.document import Document

_SAID: dict[str, Callable[[Document], object]] = {
    "gtu": lambda document: any(position["gtu"] for position in document["positions"]),
    "procedures": lambda document: document["procedures"],
    "split_payment": lambda document: document["split_payment"],
    "cash_method": lambda document: document["cash_method"],
    "self_billing": lambda document: document["self_billing"],
    "triangular": lambda document: document["triangular"],
    "reverse_charge": lambda document: document["reverse_charge"],
    "margin": lambda document: document["margin"],
    "exempt_basis": lambda document: document["exempt_basis"],
    "ksef_number": lambda document: document["ksef_number"],
    "corrected": lambda document: document["corrected"],
    "correction_reason": lambda document: document["correction_reason"],
    "advances": lambda document: document["advances"],
    "category": lambda document: document["category"],
    "bank_account": lambda document: document["bank_account"],
}


def note_left_out(document: Document, names: Iterable[str], notes: Notes) -> None:
    """Note those of `names` about which the document does say something."""
    for name in names:
        if _SAID[name](document):
            notes.note("field_not_carried", name)
