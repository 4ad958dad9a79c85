"""Starting, stopping and reading bulk jobs."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from services.bureau.access import Staff
from services.bureau.bulk.models import BulkJob, BulkRow
from shared.clock import now
from shared.errors import Missing, Refused
from shared.ids import new_id
from shared.texts import N_

NO_JOB = N_("There is no job %(id)s, or none that you may see.")
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
    wanted = list(dict.fromkeys(prefix.lower() for prefix in prefixes))
    job = BulkJob(
        id=new_id(),
        bureau_id=staff.bureau_id,
        action=action,
        arguments=arguments,
        dry_run=dry_run,
        actor=actor,
        requested_by=staff.user_id,
        created_at=now(),
        worked_at=now(),
        total=len(wanted),
    )
    session.add(job)
    session.flush()
    rows = [
        {"job_id": job.id, "position": position, "prefix": prefix}
        for position, prefix in enumerate(wanted)
    ]
    session.execute(insert(BulkRow), rows)
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


def results(session: Session, job: BulkJob) -> Sequence[BulkRow]:
    """The rows that are done, in the order in which they were given."""
    done = select(BulkRow).where(BulkRow.job_id == job.id, BulkRow.outcome.is_not(None))
    return session.scalars(done.order_by(BulkRow.position)).all()
