"""The life of an offer to own an account."""

from enum import Enum
from typing import Any

from shared.clock import now
from shared.contracts.accounts import (
    TransferAccepted,
    TransferCancelled,
    TransferDeclined,
    TransferExpired,
    TransferOffered,
)
from shared.lifecycle import START, Lifecycle, Refusal, Step
from shared.texts import N_


class State(Enum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


OFFERED, ACCEPTED, DECLINED, EXPIRED, CANCELLED = State


def taker_is_verified(transfer: Any) -> bool:
    """Whoever answers has proved that the mailbox to which the offer went is theirs."""
    return bool(transfer.taker.email_verified)


def time_is_up(transfer: Any) -> bool:
    """An offer stands for 14 days."""
    return bool(transfer.expires_at <= now())


NOT_VERIFIED = Refusal(
    "email_not_verified", N_("Confirm your e-mail address first; the link was mailed to you.")
)

# fmt: off
LIFECYCLE = Lifecycle("ownership_transfer", State, [
    #    trigger    from     to         only if            announces
    Step("offer",   START,   OFFERED,   None,              TransferOffered),
    Step("resend",  OFFERED, OFFERED,   None,              TransferOffered),
    Step("accept",  OFFERED, ACCEPTED,  taker_is_verified, TransferAccepted),
    Step("decline", OFFERED, DECLINED,  taker_is_verified, TransferDeclined),
    Step("cancel",  OFFERED, CANCELLED, None,              TransferCancelled),
    Step("expire",  OFFERED, EXPIRED,   time_is_up,        TransferExpired),
], refusals={taker_is_verified: NOT_VERIFIED})
# fmt: on
