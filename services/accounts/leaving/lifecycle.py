"""The life of a client's wish to own the account that its bureau still owns."""

from enum import Enum
from typing import Any

from shared.clock import now
from shared.contracts.account_endings import (
    LeavingCompleted,
    LeavingHandedOver,
    LeavingStarted,
    LeavingStopped,
    LeavingWithdrawn,
)
from shared.lifecycle import START, Lifecycle, Refusal, Step
from shared.texts import N_


class State(Enum):
    STARTED = "started"
    HANDED_OVER = "handed_over"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    COMPLETED = "completed"


STARTED, HANDED_OVER, WITHDRAWN, STOPPED, COMPLETED = State


def bureau_owns_account(leaving: Any) -> bool:
    """Only a bureau's account is left so; from its own account a client detaches at any time."""
    return bool(leaving.account.owner_kind == "bureau")


def time_is_up(leaving: Any) -> bool:
    """The bureau has had 10 working days to hand the account over."""
    return bool(leaving.deadline <= now() and bureau_owns_account(leaving))


NOT_OWNED = Refusal(
    "step_refused", N_("No bureau owns this account. Take its prefix out of the settings.")
)

# fmt: off
LIFECYCLE = Lifecycle("leaving", State, [
    #    trigger     from     to           only if              announces
    Step("leave",    START,   STARTED,     bureau_owns_account, LeavingStarted),
    Step("hand_over", STARTED, HANDED_OVER, None,               LeavingHandedOver),
    Step("withdraw", STARTED, WITHDRAWN,   None,                LeavingWithdrawn),
    Step("stop",     STARTED, STOPPED,     None,                LeavingStopped),
    Step("complete", STARTED, COMPLETED,   time_is_up,          LeavingCompleted),
], refusals={bureau_owns_account: NOT_OWNED})
# fmt: on
