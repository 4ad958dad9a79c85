"""The life of a wish to delete an account."""

from enum import Enum
from typing import Any

from shared.clock import now
from shared.contracts.account_endings import (
    DeletionAsked,
    DeletionConfirmed,
    DeletionDone,
    DeletionWithdrawn,
)
from shared.lifecycle import START, Lifecycle, Refusal, Step
from shared.texts import N_


class State(Enum):
    ASKED = "asked"
    CONFIRMED = "confirmed"
    DONE = "done"
    WITHDRAWN = "withdrawn"


ASKED, CONFIRMED, DONE, WITHDRAWN = State


def person_owns_account(deletion: Any) -> bool:
    """An account that a bureau owns is handed over first."""
    return bool(deletion.account.owner_kind == "user")


def time_is_up(deletion: Any) -> bool:
    """30 days in which it can be taken back are over, and a person owns the account."""
    return bool(deletion.due_at and deletion.due_at <= now() and person_owns_account(deletion))


OWNER_IS_BUREAU = Refusal(
    "owner_is_bureau", N_("The bureau owns this account. Transfer the ownership to a person first.")
)

# fmt: off
LIFECYCLE = Lifecycle("deletion", State, [
    #    trigger     from       to         only if              announces
    Step("ask",      START,     ASKED,     person_owns_account, DeletionAsked),
    Step("confirm",  ASKED,     CONFIRMED, person_owns_account, DeletionConfirmed),
    Step("finish",   CONFIRMED, DONE,      time_is_up,          DeletionDone),
    Step("withdraw", ASKED,     WITHDRAWN, None,                DeletionWithdrawn),
    Step("withdraw", CONFIRMED, WITHDRAWN, None,                DeletionWithdrawn),
], refusals={person_owns_account: OWNER_IS_BUREAU})
# fmt: on
