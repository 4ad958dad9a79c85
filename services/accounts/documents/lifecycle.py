"""The life of a document that an account issued or took in."""

from enum import Enum
from typing import Any

from shared.contracts.accounts import DocumentRecorded
from shared.lifecycle import START, Lifecycle, Refusal, Step
from shared.texts import N_


class State(Enum):
    ISSUED = "issued"
    BOOKED = "booked"
    CANCELLED = "cancelled"
    DELETED = "deleted"


ISSUED, BOOKED, CANCELLED, DELETED = State


def is_not_in_ksef(document: Any) -> bool:
    """What KSeF gave a number stays as it is there: it is corrected, not changed."""
    return document.ksef_number is None


IN_KSEF = Refusal(
    "step_refused", N_("The document is in KSeF, where it can't be changed. Correct it instead.")
)

IN_THE_BOOKS = Refusal(
    "step_refused",
    N_("The document is in the books, where it can't be changed. Correct it instead."),
)

# fmt: off
LIFECYCLE = Lifecycle("document", State, [
    #    trigger    from       to         only if         announces
    Step("issue",   START,     ISSUED,    None,           DocumentRecorded),
    Step("change",  ISSUED,    ISSUED,    is_not_in_ksef, DocumentRecorded),
    Step("settle",  ISSUED,    ISSUED,    None,           DocumentRecorded),
    Step("settle",  BOOKED,    BOOKED,    None,           DocumentRecorded),
    Step("book",    ISSUED,    BOOKED,    None,           DocumentRecorded),
    Step("unbook",  BOOKED,    ISSUED,    None,           DocumentRecorded),
    Step("attach",   ISSUED,    ISSUED,    None,           DocumentRecorded),
    Step("attach",   BOOKED,    BOOKED,    None,           DocumentRecorded),
    Step("attach",   CANCELLED, CANCELLED, None,           DocumentRecorded),
    Step("unattach", ISSUED,    ISSUED,    None,           DocumentRecorded),
    Step("unattach", CANCELLED, CANCELLED, None,           DocumentRecorded),
    Step("cancel",  ISSUED,    CANCELLED, is_not_in_ksef, DocumentRecorded),
    Step("delete",  ISSUED,    DELETED,   is_not_in_ksef, DocumentRecorded),
    Step("delete",  CANCELLED, DELETED,   None,           DocumentRecorded),
], refusals={is_not_in_ksef: IN_KSEF, BOOKED: IN_THE_BOOKS})
# fmt: on
