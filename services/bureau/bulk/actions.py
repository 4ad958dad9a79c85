"""Starting, stopping and reading bulk jobs."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from services.bureau.access import Staff
from services.bureau.bulk.models import BulkJob, BulkRow
from services.bureau.bulk.steps import UNDOABLE
from shared.clock import now
from shared.errors import Missing, Refused
from shared.ids import new_id
from shared.texts import N_

NO_JOB = N_("There is no job %(id)s, or none that you may see.")
NO_UNDO = N_("What this job did can't be undone.")
UNDONE = N_("The job was undone already.")
NOT_TRIED = N_("Only a dry run that is finished can be carried out.")
NONE_LEFT = N_("Nothing of this list can be done.")
OVER = N_("The job is “%(state)s” already.")


def start(
    session: Session,
    staff: Staff,
    *,
    action: str,
    prefixes: Sequence[str],
    arguments: dict[str, Any],
    dry_run: bool,
    actor: str,
) -> BulkJob:
    """Put a job in the queue; each client stands in it once."""
    wanted = dict.fromkeys(prefix.lower() for prefix in prefixes)
    job = new_job(staff, action=action, arguments=arguments, dry_run=dry_run, actor=actor)
    return queue(session, job, [{"prefix": prefix} for prefix in wanted])


def new_job(
    staff: Staff, *, action: str, arguments: dict[str, Any], dry_run: bool, actor: str
) -> BulkJob:
    """A job that is in no queue yet."""
    return BulkJob(
        id=new_id(),
        bureau_id=staff.bureau_id,
        action=action,
        arguments=arguments,
        dry_run=dry_run,
        actor=actor,
        requested_by=staff.user_id,
        created_at=now(),
        worked_at=now(),
    )


def queue(session: Session, job: BulkJob, rows: Sequence[dict[str, Any]]) -> BulkJob:
    """Put a job with these rows in the queue; a row may have its outcome already."""
    job.total = len(rows)
    job.done = sum(1 for row in rows if row.get("outcome"))
    session.add(job)
    session.flush()
    numbered = [{"job_id": job.id, "position": n, **row} for n, row in enumerate(rows)]
    if numbered:
        session.execute(insert(BulkRow), numbered)
    return job


def get(session: Session, bureau_id: str, job_id: str) -> BulkJob:
    """The bureau's job with this id."""
    job = session.get(BulkJob, job_id)
    if job is None or job.bureau_id != bureau_id:
        raise Missing(NO_JOB, id=job_id)
    return job


def stop(session: Session, bureau_id: str, job_id: str) -> BulkJob:
    """Do none of the rows that are left; refused once there are none."""
    job = get(session, bureau_id, job_id)
    session.refresh(job, with_for_update=True)
    if job.finished_at:
        raise Refused(OVER, state=job.progress)
    job.stopped, job.finished_at = True, now()
    session.flush()
    return job


def undo(session: Session, staff: Staff, job_id: str, *, actor: str) -> BulkJob:
    """Put a job in the queue that takes back what another did; each job is undone once."""
    done = get(session, staff.bureau_id, job_id)
    session.refresh(done, with_for_update=True)
    if not may_undo(done):
        raise Refused(NO_UNDO)
    if session.scalar(select(BulkJob.id).where(BulkJob.undoes == done.id)):
        raise Refused(UNDONE)
    job = new_job(staff, action=done.action, arguments={}, dry_run=False, actor=actor)
    job.undoes = done.id
    rows = [row for row in results(session, done) if row.undo]
    return queue(session, job, [{"prefix": row.prefix, "payload": row.undo} for row in rows])


def carry_out(session: Session, staff: Staff, job_id: str, *, actor: str) -> BulkJob:
    """Put a job in the queue that does in earnest what a dry run said that it would do.

    Asked twice, it is the same job.
    """
    tried = get(session, staff.bureau_id, job_id)
    session.refresh(tried, with_for_update=True)
    if not tried.dry_run or tried.progress != "completed":
        raise Refused(NOT_TRIED)
    known = session.scalars(select(BulkJob).where(BulkJob.carries_out == tried.id)).one_or_none()
    if known:
        return known
    good = [row for row in results(session, tried) if row.outcome == "would_do"]
    if not good:
        raise Refused(NONE_LEFT)
    job = new_job(staff, action=tried.action, arguments=tried.arguments, dry_run=False, actor=actor)
    job.carries_out = tried.id
    rows = [{"prefix": row.prefix, "line": row.line, "payload": row.payload} for row in good]
    return queue(session, job, rows)


def may_undo(job: BulkJob) -> bool:
    """Whether what the job did can be taken back; once it is over, stopped or not."""
    return job.action in UNDOABLE and not job.dry_run and job.finished_at is not None


def results(session: Session, job: BulkJob) -> Sequence[BulkRow]:
    """The rows that are done, in the order in which they were given."""
    done = select(BulkRow).where(BulkRow.job_id == job.id, BulkRow.outcome.is_not(None))
    return session.scalars(done.order_by(BulkRow.position)).all()
