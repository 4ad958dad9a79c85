"""An export's progress as Server-Sent Events."""

from collections.abc import Iterator

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

TICK = 2.0  # seconds; so soon a stream ends whose session ended or whose reader went away.


def events(
    sessions: sessionmaker[Session], showing: Showing, job_id: str, watch: Watch
) -> Iterator[str]:
    """`progress` at once and at each change, then one event named after the end.

    Ends without that when the reader's session ends or the server stops; who reconnects hears
    how it stands.
    """
    version = 0
    while not watch.is_over:
        try:
            with sessions() as session:
                job = actions.get_job(session, current(session, showing.caller), job_id)
                text = _event(session, showing, job) if job.version > version else ":\n\n"
        except Failure:  # The status line is out already; all that is left is to end.
            return
        version = job.version
        yield text
        if job.state not in WAITING:
            return
        watch.next_version(version, TICK)


def _event(session: Session, showing: Showing, job: Job) -> str:
    is_over = job.state not in WAITING
    shown = showing.one(session, job, most=ALL_SHOWN if is_over else FEW_SHOWN)
    data = orjson.dumps(ExportView().dump(shown)).decode()
    return f"event: {_name(job)}\nid: {job.version}\ndata: {data}\n\n"


def _name(job: Job) -> str:
    if job.state in WAITING:
        return "progress"
    return "completed" if job.state is EXPIRED else job.state.value
