"""The life of an export, step by step."""

from dataclasses import dataclass

import pytest

from services.exports.jobs.lifecycle import LIFECYCLE, State
from shared.contracts.exports import (
    ExportCancelled,
    ExportCompleted,
    ExportExpired,
    ExportFailed,
    ExportQueued,
    ExportStarted,
)
from shared.lifecycle import START, StepRefused

FACTS = {"job_id": "job-1", "format": "jpk_fa_4", "accounts": ["acc-1"], "requested_by": "usr-1"}

ALLOWED = {
    (START, "queue"): (State.QUEUED, ExportQueued),
    (State.QUEUED, "start"): (State.RUNNING, ExportStarted),
    (State.RUNNING, "complete"): (State.COMPLETED, ExportCompleted),
    (State.RUNNING, "fail"): (State.FAILED, ExportFailed),
    (State.QUEUED, "fail"): (State.FAILED, ExportFailed),
    (State.QUEUED, "cancel"): (State.CANCELLED, ExportCancelled),
    (State.RUNNING, "cancel"): (State.CANCELLED, ExportCancelled),
    (State.COMPLETED, "expire"): (State.EXPIRED, ExportExpired),
}
TRIGGERS = sorted({trigger for _, trigger in ALLOWED})


@dataclass
class AnExport:
    state: State | None


@pytest.mark.parametrize("trigger", TRIGGERS)
@pytest.mark.parametrize("source", [START, *State])
def test_an_export_takes_the_steps_of_the_table_and_no_other(source, trigger):
    export = AnExport(source)
    dest, message = ALLOWED.get((source, trigger), (None, None))

    if dest is None:
        with pytest.raises(StepRefused):
            LIFECYCLE.fire(export, trigger, **FACTS)
        assert export.state is source
    else:
        assert LIFECYCLE.fire(export, trigger, **FACTS) == message(**FACTS)
        assert export.state is dest
