"""What pages call the kinds and states of documents."""

from collections.abc import Iterator, Mapping
from datetime import date

from services.accounts.documents.kinds import KINDS, NO_CLAIM, WAREHOUSE
from services.accounts.documents.lifecycle import BOOKED, CANCELLED
from services.accounts.documents.listing import SIDES, Side
from services.accounts.documents.models import Document
from shared.contracts.printing.words import TITLES
from shared.texts import N_

Badge = tuple[str, str]  # A text, and its tone.

SIDE_NAMES: Mapping[Side, str] = {
    "sales": N_("Sales"),
    "costs": N_("Costs"),
    "warehouse": N_("Warehouse"),
}

PAID: Badge = (N_("Paid"), "ok")
PAID_IN_PART: Badge = (N_("Paid in part"), "warn")
UNPAID: Badge = (N_("Unpaid"), "neutral")
OVERDUE: Badge = (N_("Overdue"), "bad")
IS_BOOKED: Badge = (N_("In the books"), "info")
IS_CANCELLED: Badge = (N_("Cancelled"), "neutral")
IN_KSEF: Badge = (N_("In KSeF"), "info")

STEPS: Mapping[str, Badge] = {
    "change": (N_("Changed"), "neutral"),
    "settle": (N_("Payment noted or taken back"), "ok"),
    "book": (N_("Marked as booked"), "info"),
    "unbook": (N_("Taken out of the books"), "warn"),
    "attach": (N_("File attached"), "neutral"),
    "unattach": (N_("Attachment removed"), "neutral"),
    "cancel": (N_("Cancelled"), "bad"),
}
"""What a document went through, by the trigger; a deleted one has no page."""


def badges(document: Document, today: date) -> Iterator[Badge]:
    """How the document stands, in a few words."""
    if document.state is CANCELLED:
        yield IS_CANCELLED
        return
    if document.kind not in WAREHOUSE | NO_CLAIM:
        yield _payment(document, today)
    if document.state is BOOKED:
        yield IS_BOOKED
    if document.ksef_number:
        yield IN_KSEF


def kinds_of(side: Side) -> list[tuple[str, str]]:
    """The kinds that stand on a side, with their names."""
    is_there = side == "warehouse"
    return [(kind, TITLES[kind]) for kind in KINDS if (kind in WAREHOUSE) == is_there]


def side_of(document: Document) -> Side:
    """Where the document is listed."""
    if document.kind in WAREHOUSE:
        return SIDES[2]
    return SIDES[0] if document.income else SIDES[1]


def _payment(document: Document, today: date) -> Badge:
    state = document.head["payment_state"]
    if state == "paid":
        return PAID
    due = document.head["due_date"]
    if due and due < today.isoformat():
        return OVERDUE
    return PAID_IN_PART if state == "partial" else UNPAID
