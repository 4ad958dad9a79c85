"""The life of one month of one client, from the first document to the closed books."""

from enum import Enum
from typing import Any

from shared.contracts.bureau import (
    MonthClosed,
    MonthCompleted,
    MonthOpened,
    MonthReopened,
    MonthTakenUp,
)
from shared.lifecycle import START, Lifecycle, Refusal, Step
from shared.texts import N_


class State(Enum):
    OPEN = "open"
    COMPLETE = "complete"
    IN_WORK = "in_work"
    CLOSED = "closed"


OPEN, COMPLETE, IN_WORK, CLOSED = State


def a_reason_is_given(month: Any) -> bool:
    """Whoever opens a month again says why."""
    return bool(month.reason)


# fmt: off
LIFECYCLE = Lifecycle("month", State, [
    #    trigger     from      to        only if            announces
    Step("begin",    START,    OPEN,     None,              MonthOpened),
    # The client says that everything is there; or its bureau does, for it.
    Step("complete", OPEN,     COMPLETE, None,              MonthCompleted),
    Step("take_up",  COMPLETE, IN_WORK,  None,              MonthTakenUp),
    Step("close",    IN_WORK,  CLOSED,   None,              MonthClosed),
    Step("reopen",   COMPLETE, OPEN,     a_reason_is_given, MonthReopened),
    Step("reopen",   IN_WORK,  OPEN,     a_reason_is_given, MonthReopened),
    Step("reopen",   CLOSED,   OPEN,     a_reason_is_given, MonthReopened),
], refusals={
    a_reason_is_given: Refusal("step_refused", N_("Say why the month is opened again.")),
})
# fmt: on
