"""An export's progress as Server-Sent Events."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy.orm import Session, sessionmaker

from services.exports.jobs import actions
from services.exports.jobs.lifecycle import EXPIRED, WAITING
from services.exports.jobs.models import Job
from services.exports.jobs.schemas import ExportView
from services.exports.jobs.showing import ALL_SHOWN, FEW_SHOWN, Showing
from services.exports.jobs.streams import Watch
from shared.auth.knowledge import current
from shared.errors import Failure

STILL_HERE = ":\n\n"
TICK = 2.0  # seconds; so soon a stream ends whose session ended or whose reader went away.


@dataclass(frozen=True)
class Change:
    """An export as it stands after a change; `event` is what is told of it."""

    event: str
    version: int
    is_over: bool
    shown: dict[str, Any]


def events(
    sessions: sessionmaker[Session], showing: Showing, job_id: str, watch: Watch
) -> Iterator[str]:
    """`progress` at once and at each change, then one event named after the end.

    Ends without that when the reader's session ends or the server stops; who reconnects hears
    how it stands.
    """
    for change in changes(sessions, showing, job_id, watch):
        yield _event(change) if change else STILL_HERE


def changes(
    sessions: sessionmaker[Session], showing: Showing, job_id: str, watch: Watch
) -> Iterator[Change | None]:
    """The export at once and at each change until it is over; None to show that we are here."""
    version = 0
    while not watch.is_over:
        try:
            with sessions() as session:
                job = actions.get_job(session, current(session, showing.caller), job_id)
                change = _change(session, showing, job) if job.version > version else None
                version, is_over = job.version, job.state not in WAITING
        except Failure:  # The status line is out already; all that is left is to end.
            return
        yield change
        if is_over:
            return
        watch.next_version(version, TICK)


def _change(session: Session, showing: Showing, job: Job) -> Change:
    is_over = job.state not in WAITING
    shown = showing.one(session, job, most=ALL_SHOWN if is_over else FEW_SHOWN)
    return Change(_name(job), job.version, is_over, shown)


def _event(change: Change) -> str:
    data = orjson.dumps(ExportView().dump(change.shown)).decode()
    return f"event: {change.event}\nid: {change.version}\ndata: {data}\n\n"


def _name(job: Job) -> str:
    if job.state in WAITING:
        return "progress"
    return "completed" if job.state is EXPIRED else job.state.value
