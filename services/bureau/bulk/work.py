"""The worker's part in bulk jobs: a slice of rows in each transaction.

A row's effect and its outcome are committed together, so a crash leaves each row either done
or to do, and the next slice goes on from there.
"""

from time import monotonic

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, aliased

from services.bureau.bulk.adding import ADD, add_company
from services.bureau.bulk.models import BulkJob, BulkRow
from services.bureau.bulk.steps import STEPS
from services.bureau.clients import actions as clients
from services.bureau.served import actions as served
from shared import outbox
from shared.clock import now
from shared.context import Context, act_as
from shared.contracts.bureau import ExportRequested
from shared.errors import Failure, Missing
from shared.texts import N_

SLICE = 25  # rows at most in a transaction
LONGEST = 0.1  # seconds; no row is begun after them, since other writers wait

NO_CLIENT = N_("The bureau has no client “%(prefix)s”.")
BROKE = N_("Something failed on our side; it is in our log.")

log = structlog.get_logger()


def work(session: Session, *, longest: float = LONGEST) -> bool:
    """Do the next rows of the job whose turn it is, for `longest` seconds; was there one?"""
    job = _next(session)
    if job is None:
        return False
    act_as(session, Context(actor=job.actor, cause=job.id, correlation=job.id))
    job.started_at = job.started_at or now()
    job.worked_at = now()
    mine = (BulkRow.job_id == job.id) & BulkRow.outcome.is_(None)
    rows = select(BulkRow).where(mine).order_by(BulkRow.position).limit(SLICE)
    until = monotonic() + longest
    for row in session.scalars(rows).all():
        _do(session, job, row)
        job.done += 1
        if monotonic() > until:
            break
    if job.done == job.total:
        _finish(session, job)
    return True


def _next(session: Session) -> BulkJob | None:
    """Bureaus take turns, and of one bureau its jobs, however many either has."""
    of_bureau = aliased(BulkJob)
    last = (
        select(func.max(of_bureau.worked_at))
        .where(of_bureau.bureau_id == BulkJob.bureau_id, of_bureau.started_at.is_not(None))
        .scalar_subquery()
    )
    waiting = (
        select(BulkJob)
        .where(BulkJob.finished_at.is_(None))
        .order_by(func.coalesce(last, BulkJob.created_at), BulkJob.worked_at, BulkJob.id)
    )
    return session.scalars(waiting.limit(1).with_for_update(skip_locked=True)).first()


def _do(session: Session, job: BulkJob, row: BulkRow) -> None:
    """Do one row, and note its outcome; a dry run does the same and undoes it."""
    attempt = session.begin_nested()
    try:
        account_id = _step(session, job, row)
    except Failure as failure:
        attempt.rollback()
        row.outcome = "would_refuse" if job.dry_run else "refused"
        row.code, row.text, row.facts = failure.code, failure.text, failure.facts
    except SQLAlchemyError:
        raise  # The database itself: the whole slice is undone and done again.
    except Exception:
        # One row that breaks must not keep the others waiting for ever.
        log.exception("bulk.row_failed", job=job.id, prefix=row.prefix)
        attempt.rollback()
        row.outcome, row.code, row.text = "failed", "unavailable", BROKE
    else:
        attempt.rollback() if job.dry_run else attempt.commit()
        row.outcome = "would_do" if job.dry_run else "done"
        row.account_id = account_id


def _step(session: Session, job: BulkJob, row: BulkRow) -> str | None:
    if job.action == ADD:
        add_company(session, job, row)
        return None
    seen = served.find(session, job.bureau_id, row.prefix)
    if seen is None:
        raise Missing(NO_CLIENT, prefix=row.prefix)
    client = clients.lock(session, seen)
    row.undo = STEPS[job.action](session, client, row.payload or job.arguments)
    session.flush()
    return client.account_id


def _finish(session: Session, job: BulkJob) -> None:
    job.finished_at = now()
    if job.action == "export" and not job.dry_run:
        _ask_for_export(session, job)


def _ask_for_export(session: Session, job: BulkJob) -> None:
    session.flush()
    done = select(BulkRow.account_id).where(BulkRow.job_id == job.id, BulkRow.outcome == "done")
    accounts = list(session.scalars(done.order_by(BulkRow.position)))
    if not accounts:
        return
    wanted = ExportRequested(
        export_id=job.id,
        bureau_id=job.bureau_id,
        requested_by=job.requested_by,
        accounts=[account for account in accounts if account],
        arguments=job.arguments,
    )
    outbox.publish(session, wanted, subject_id=job.id)
