"""Files are kept for 30 days; the export itself stays as a record."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.exports.jobs.actions import announced
from services.exports.jobs.lifecycle import COMPLETED, LIFECYCLE
from services.exports.jobs.models import KEPT, Job
from services.exports.jobs.storage import Storage
from shared.clock import now
from shared.history import take

SLICE = 100


def expire(session: Session, storage: Storage) -> None:
    """End a slice of the exports whose time is over, the oldest first.

    A file goes before its export says so: when this is cut short, it is done again.
    """
    old = select(Job).where(Job.state == COMPLETED, Job.ended_at < now() - KEPT)
    slice_ = old.order_by(Job.ended_at).limit(SLICE).with_for_update(skip_locked=True, of=Job)
    for job in session.scalars(slice_).all():
        if job.file_key:
            storage.delete(job.file_key)
            job.file_key = None
        take(session, LIFECYCLE, job, "expire", **announced(job))
