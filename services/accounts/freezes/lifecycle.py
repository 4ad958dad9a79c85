"""Whether an account is frozen."""

from enum import Enum

from shared.contracts.account_endings import AccountFrozen, AccountReleased
from shared.lifecycle import START, Lifecycle, Step


class State(Enum):
    OPEN = "open"
    FROZEN = "frozen"


OPEN, FROZEN = State

# fmt: off
LIFECYCLE = Lifecycle("freeze", State, [
    #    trigger      from    to      only if  announces
    Step("freeze",    START,  FROZEN, None,    AccountFrozen),
    Step("freeze",    OPEN,   FROZEN, None,    AccountFrozen),
    Step("keep",      FROZEN, OPEN,   None,    AccountReleased),
    Step("give_back", FROZEN, OPEN,   None,    AccountReleased),
])
# fmt: on
