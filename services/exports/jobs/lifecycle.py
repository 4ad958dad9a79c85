"""The life of an export: from the queue to a file, and to the file's end."""

from enum import Enum

from shared.contracts.exports import (
    ExportCancelled,
    ExportCompleted,
    ExportExpired,
    ExportFailed,
    ExportQueued,
    ExportStarted,
)
from shared.lifecycle import START, Lifecycle, Step


class State(Enum):
    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


QUEUED, RUNNING, COMPLETED, FAILED, CANCELLED, EXPIRED = State

WAITING = (QUEUED, RUNNING)
"""The states in which a runner has something to do for it."""

WENT_OUT = (COMPLETED, EXPIRED)
"""The states in which somebody may have its file."""

# What the bus brings with arguments that nobody can run fails in the queue.
# A runner that dies leaves its job `running`; the next one takes it up without a step.
# fmt: off
LIFECYCLE = Lifecycle("job", State, [
    #    trigger     from       to         only if  announces
    Step("queue",    START,     QUEUED,    None,    ExportQueued),
    Step("start",    QUEUED,    RUNNING,   None,    ExportStarted),
    Step("complete", RUNNING,   COMPLETED, None,    ExportCompleted),
    Step("fail",     RUNNING,   FAILED,    None,    ExportFailed),
    Step("fail",     QUEUED,    FAILED,    None,    ExportFailed),
    Step("cancel",   QUEUED,    CANCELLED, None,    ExportCancelled),
    Step("cancel",   RUNNING,   CANCELLED, None,    ExportCancelled),
    Step("expire",   COMPLETED, EXPIRED,   None,    ExportExpired),
])
# fmt: on
