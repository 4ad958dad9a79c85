"""The life of a bureau's module: an operator moves it, and the end of its package suspends it."""

from enum import Enum
from typing import Any

from services.bureau.days import today
from shared.contracts.bureau import (
    ModuleActivated,
    ModuleClosed,
    ModuleResumed,
    ModuleSuspended,
)
from shared.lifecycle import START, Lifecycle, Refusal, Step
from shared.texts import N_


class State(Enum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


INACTIVE = START  # Nobody switched it on yet: there is no row, and the API says `inactive`.
ACTIVE, SUSPENDED, CLOSED = State


def package_has_not_run_out(module: Any) -> bool:
    """A module works to the end of the last day of its package."""
    return module.valid_until is None or bool(today() <= module.valid_until)


# fmt: off
LIFECYCLE = Lifecycle("module", State, [
    #    trigger     from       to         only if                  announces
    Step("activate", INACTIVE,  ACTIVE,    None,                    ModuleActivated),
    Step("suspend",  ACTIVE,    SUSPENDED, None,                    ModuleSuspended),
    Step("resume",   SUSPENDED, ACTIVE,    package_has_not_run_out, ModuleResumed),
    Step("close",    ACTIVE,    CLOSED,    None,                    ModuleClosed),
    Step("close",    SUSPENDED, CLOSED,    None,                    ModuleClosed),
], refusals={
    package_has_not_run_out: Refusal(
        "step_refused", N_("The package has run out. Give it a later last day first.")
    ),
})
# fmt: on
