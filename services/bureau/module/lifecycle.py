"""The life of a bureau's module; only an operator moves it."""

from enum import Enum

from shared.contracts.bureau import (
    ModuleActivated,
    ModuleClosed,
    ModuleResumed,
    ModuleSuspended,
)
from shared.lifecycle import START, Lifecycle, Step


class State(Enum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


INACTIVE = START  # Nobody switched it on yet: there is no row, and the API says `inactive`.
ACTIVE, SUSPENDED, CLOSED = State


# fmt: off
LIFECYCLE = Lifecycle("module", State, [
    #    trigger     from       to         only if  announces
    Step("activate", INACTIVE,  ACTIVE,    None,    ModuleActivated),
    Step("suspend",  ACTIVE,    SUSPENDED, None,    ModuleSuspended),
    Step("resume",   SUSPENDED, ACTIVE,    None,    ModuleResumed),
    Step("close",    ACTIVE,    CLOSED,    None,    ModuleClosed),
    Step("close",    SUSPENDED, CLOSED,    None,    ModuleClosed),
])
# fmt: on
