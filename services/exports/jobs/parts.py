"""The parts of an export of several accounts: one account each, which any runner may write.

A part is held by a lease as an export is. What is written stays, whoever dies: the next
runner goes on with the account that was not done. Nobody writes for an export that is over.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session

from services.exports.exported.reads import forget
from services.exports.jobs.claims import LeaseLost, lease_end
from services.exports.jobs.lifecycle import COMPLETED, RUNNING, WAITING
from services.exports.jobs.models import Job, JobPart
from services.exports.jobs.storage import Storage
from shared.clock import now
from shared.ids import new_id

SLICE = 500  # parts


def plan(session: Session, job: Job) -> None:
    """A part for each account, unless that was done by a runner that died."""
    if session.scalar(select(exists().where(JobPart.job_id == job.id))):
        return
    rows = [
        {"job_id": job.id, "position": position, "prefix": prefix}
        for position, prefix in enumerate(job.accounts)
    ]
    session.execute(insert(JobPart), rows)


def is_any_free(session: Session) -> bool:
    return session.scalar(_free().with_only_columns(JobPart.job_id)) is not None


def claim(session: Session, job_id: str | None = None) -> JobPart | None:
    """Take a part that nobody has in hand, of the oldest export or of this one."""
    free = _free().where(JobPart.job_id == job_id) if job_id else _free()
    part = session.scalars(free.with_for_update(skip_locked=True, of=JobPart)).one_or_none()
    if part is None:
        return None
    part.crashes += part.lease is not None
    part.attempt += 1
    part.lease, part.leased_until, part.done = new_id(), lease_end(), 0
    return part


def renew(session: Session, part: JobPart) -> bool:
    """Hold on, and tell the progress; False when it is not this runner's any more."""
    running = exists().where(Job.id == part.job_id, Job.state == RUNNING)
    mine = update(JobPart).where(*_mine(part), running).returning(JobPart.position)
    return bool(session.execute(mine.values(leased_until=lease_end(), done=part.done)).all())


def give_back(session: Session, part: JobPart) -> None:
    """Let another runner begin it at once."""
    mine = update(JobPart).where(*_mine(part))
    session.execute(mine.values(lease=None, leased_until=None, done=0))


def end(session: Session, part: JobPart, **values: Any) -> None:
    """The part is written, or has an `error`. Raises LeaseLost.

    An export that comes on is none that kills its runners, so it is not given up for that.
    The export's row is not locked: runners that end parts of it would wait for each other.
    """
    running = select(Job.crashes).where(Job.id == part.job_id, Job.state == RUNNING)
    crashes = session.scalar(running)
    if crashes is None:
        raise LeaseLost(part.job_id)
    ended = {"ended_at": now(), "lease": None, "leased_until": None, "done": part.done}
    mine = update(JobPart).where(*_mine(part)).returning(JobPart.position)
    if not session.execute(mine.values(ended | values)).all():
        raise LeaseLost(part.job_id)
    if crashes:
        session.execute(update(Job).where(Job.id == part.job_id).values(crashes=0))


def of(session: Session, job: Job) -> Sequence[JobPart]:
    """All parts of the export in the order of its accounts."""
    mine = select(JobPart).where(JobPart.job_id == job.id).order_by(JobPart.position)
    return session.scalars(mine).all()


def are_ended(session: Session, job: Job) -> bool:
    """Whether nothing is left to write, or no more is worth writing after an error."""
    mine = select(JobPart.position).where(JobPart.job_id == job.id)
    left = session.scalar(mine.where(JobPart.ended_at.is_(None)).limit(1)) is not None
    return not left or error_of(session, job) is not None


def error_of(session: Session, job: Job) -> Mapping[str, Any] | None:
    """The first error that a part ended in."""
    broken = select(JobPart.error).where(JobPart.job_id == job.id, JobPart.error.is_not(None))
    return session.scalar(broken.order_by(JobPart.position).limit(1))


def progress(session: Session, job: Job) -> int:
    """How many documents of the export were read."""
    done = select(func.sum(JobPart.done)).where(JobPart.job_id == job.id)
    return session.scalar(done) or 0


def clear(session: Session, storage: Storage, job_id: str | None = None) -> None:
    """Delete the files of an export that is over, or of some; those that are held come later.

    The rows of a complete export stay until it expires, and tell what came of each account.
    Files go before their rows: when this is cut short, it is done again.
    """
    is_told = Job.state == COMPLETED
    over = select(JobPart, is_told).join(Job).where(Job.state.not_in(WAITING), _nobody())
    over = over.where(or_(~is_told, JobPart.attempt > 0))
    over = over.where(JobPart.job_id == job_id) if job_id else over.limit(SLICE)
    found = session.execute(over.with_for_update(skip_locked=True, of=JobPart)).all()
    for part, is_kept in found:
        for attempt in range(1, part.attempt + 1):
            storage.delete(key(part, attempt))
        if is_kept:
            part.attempt = 0
        else:
            session.delete(part)
    for over_id in {part.job_id for part, is_kept in found if not is_kept}:
        forget(session, over_id)


def key(part: JobPart, attempt: int) -> str:
    """Where the storage has what an attempt at the part wrote."""
    return f"{part.job_id}.p{part.position}.{attempt}"


def _free() -> Select[JobPart]:
    free = select(JobPart).join(Job).where(Job.state == RUNNING, JobPart.ended_at.is_(None))
    free = free.where(_nobody())
    return free.order_by(Job.created_at, JobPart.job_id, JobPart.position).limit(1)


def _nobody() -> ColumnElement[bool]:
    return or_(JobPart.lease.is_(None), JobPart.leased_until < now())


def _mine(part: JobPart) -> tuple[Any, ...]:
    return (
        JobPart.job_id == part.job_id,
        JobPart.position == part.position,
        JobPart.lease == part.lease,
    )
