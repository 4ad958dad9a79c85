"""A runner's hold on an export: taken, renewed, given back, or ended with the result.

A hold is a lease. Its runner renews it while it works; when the runner dies, the lease runs
out within seconds and another runner begins the export anew. Whoever lost the lease changes
nothing any more, however late it wakes up.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session

from services.exports.exported import actions as exported
from services.exports.exported.booking import announce_booked
from services.exports.exported.reads import Reads
from services.exports.jobs import problems
from services.exports.jobs.actions import announced
from services.exports.jobs.lifecycle import LIFECYCLE, RUNNING, WAITING
from services.exports.jobs.models import Job
from services.exports.jobs.storage import Stored
from services.exports.webhooks import actions as webhooks
from shared.clock import now
from shared.history import take
from shared.ids import new_id

LEASE = timedelta(seconds=4)
MOST_CRASHES = 3  # An export that kills its runner so often is given up.


class LeaseLost(Exception):
    """The export was cancelled, or another runner has it."""


def is_any_free(session: Session) -> bool:
    return session.scalar(_free().with_only_columns(Job.id)) is not None


def claim(session: Session) -> Job | None:
    """Take the oldest export that nobody has in hand; two runners never take the same."""
    job = session.scalars(_free().with_for_update(skip_locked=True, of=Job)).one_or_none()
    if job is None:
        return None
    job.crashes += job.lease is not None
    job.attempt += 1
    job.lease, job.leased_until = new_id(), lease_end()
    job.done = 0
    if LIFECYCLE.may(job, "start"):
        job.started_at = now()
        take(session, LIFECYCLE, job, "start", **announced(job))
    return job


def renew(session: Session, job: Job, *, done: int, total: int, changed: bool) -> bool:
    """Hold on, and tell the progress; False when the export is not this runner's any more."""
    values = {
        "leased_until": lease_end(),
        "done": done,
        "total": total,
        "version": Job.version + int(changed),
    }
    held = update(Job).where(Job.id == job.id, Job.lease == job.lease, Job.state == RUNNING)
    return bool(session.execute(held.values(values).returning(Job.id)).all())


def give_back(session: Session, job: Job) -> None:
    """Let another runner begin it at once."""
    mine = update(Job).where(Job.id == job.id, Job.lease == job.lease)
    session.execute(mine.values(lease=None, leased_until=None, version=Job.version + 1))


def complete(
    session: Session,
    job: Job,
    *,
    key: str,
    stored: Stored | None,
    name: str,
    media_type: str,
    reads: Reads,
) -> None:
    """The export is done, with its file or without one. Raises LeaseLost."""
    held = _held(session, job)
    if stored:
        held.file_key, held.file_name, held.file_media_type = key, name, media_type
        held.file_size, held.file_sha256 = stored.size, stored.sha256
    held.done = held.total = max(job.done, job.total)
    _end(session, held, "complete")
    exported.settle(session, held, reads)
    if held.mark_booked:
        announce_booked(session, held)


def fail(session: Session, job: Job, *, code: str, text: str, facts: Mapping[str, Any]) -> None:
    """The export can't be made. Raises LeaseLost."""
    held = _held(session, job)
    held.error = {"code": code, "text": text, "facts": dict(facts)}
    _end(session, held, "fail")


def _free() -> Select[Job]:
    nobody = or_(Job.lease.is_(None), Job.leased_until < now())
    oldest = select(Job).where(Job.state.in_(WAITING), nobody).order_by(Job.created_at, Job.id)
    return oldest.limit(1)


def _held(session: Session, job: Job) -> Job:
    query = select(Job).where(Job.id == job.id, Job.lease == job.lease, Job.state == RUNNING)
    held = session.scalars(query.with_for_update(of=Job)).one_or_none()
    if held is None:
        raise LeaseLost(job.id)
    return held


def _end(session: Session, held: Job, trigger: str) -> None:
    held.ended_at, held.lease, held.leased_until = now(), None, None
    take(session, LIFECYCLE, held, trigger, **announced(held))
    webhooks.announce(session, held)
    problems.forget_earlier(session, held)


def lease_end() -> datetime:
    """Until when a hold that is renewed now lasts."""
    return now() + LEASE
