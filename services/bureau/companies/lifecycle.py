"""The life of a bureau's request for a new company's account."""

from enum import Enum
from typing import Any

from services.bureau.module import lifecycle as module
from shared.contracts.bureau import (
    CompanyAbandoned,
    CompanyCreated,
    CompanyRejected,
    CompanyRequested,
)
from shared.lifecycle import START, Lifecycle, Refusal, Step
from shared.texts import N_


class State(Enum):
    REQUESTED = "requested"
    CREATED = "created"
    REJECTED = "rejected"
    ABANDONED = "abandoned"


REQUESTED, CREATED, REJECTED, ABANDONED = State


def bureau_may_add(request: Any) -> bool:
    """Adding companies needs an active module, whose package has not run out."""
    in_time = module.package_has_not_run_out(request.module)
    return in_time and request.module.state is module.ACTIVE


# fmt: off
LIFECYCLE = Lifecycle("company", State, [
    #    trigger    from       to         only if         announces
    Step("request", START,     REQUESTED, bureau_may_add, CompanyRequested),
    Step("create",  REQUESTED, CREATED,   None,           CompanyCreated),
    # An account that comes late is the bureau's all the same; nobody else could own it.
    Step("create",  ABANDONED, CREATED,   None,           CompanyCreated),
    Step("reject",  REQUESTED, REJECTED,  None,           CompanyRejected),
    Step("abandon", REQUESTED, ABANDONED, None,           CompanyAbandoned),
], refusals={
    bureau_may_add: Refusal("module_inactive", N_("The bureau's module is not active now.")),
})
# fmt: on
