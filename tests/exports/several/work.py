"""What runners have in hand, and a runner at work."""

import threading

from sqlalchemy import func, select

from services.exports.exported.models import ExportedDocument
from services.exports.jobs import claims, parts
from services.exports.jobs.models import JobPart
from shared.bus.process import Stop

CLIENTS = 12


DOCUMENTS = 400


SOON = 1.0  # seconds


def rows(world, export):
    with world.sessions() as session:
        mine = select(JobPart).where(JobPart.job_id == export["id"]).order_by(JobPart.position)
        return session.scalars(mine).all()


def read_of(world, export):
    """How many documents are written down as read for the export."""
    with world.sessions() as session:
        mine = select(func.count()).where(ExportedDocument.job_id == export["id"])
        return session.scalar(mine)


def stored(world):
    folder = world.settings.data_dir / "exports"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def started(world, export):
    """A runner has begun the export and planned its parts."""
    with world.sessions.begin() as session:
        job = claims.claim(session)
        assert job.id == export["id"]
        parts.plan(session, job)


def claim(world):
    with world.sessions.begin() as session:
        return parts.claim(session)


def at_work(world, gate, runner=None):
    """A runner in a thread, with its first document in hand."""
    stop = Stop()
    thread = threading.Thread(target=(runner or world.runner).step, args=[stop])
    thread.start()
    assert gate.reached.wait(10)
    gate.reached.clear()
    return stop, thread
