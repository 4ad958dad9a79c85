"""Reading bulk jobs: what became of their rows, what followed from them."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.bureau.bulk.models import BulkJob, BulkRow
from shared.web.lists import Page, paginate


class Tally(NamedTuple):
    """How many rows came to the same end for the same reason; `row` is the first of them."""

    outcome: str
    rows: int
    row: BulkRow


def jobs(session: Session, bureau_id: str, *, limit: int, cursor: str | None) -> Page[BulkJob]:
    """The bureau's jobs, the newest first."""
    mine = select(BulkJob).where(BulkJob.bureau_id == bureau_id)
    return paginate(session, mine, [BulkJob.id], limit=limit, cursor=cursor, descending=True)


def rows(
    session: Session, job: BulkJob, *, outcome: str | None, limit: int, cursor: str | None
) -> Page[BulkRow]:
    """The rows that are done, in the order in which they were given."""
    done = select(BulkRow).where(BulkRow.job_id == job.id)
    done = done.where(BulkRow.outcome == outcome if outcome else BulkRow.outcome.is_not(None))
    return paginate(session, done, [BulkRow.position], limit=limit, cursor=cursor)


def tally(session: Session, job: BulkJob) -> Sequence[Tally]:
    """What became of the rows, the most frequent end first; two queries."""
    grouped = (
        select(func.count().label("rows"), func.min(BulkRow.position).label("first"))
        .where(BulkRow.job_id == job.id, BulkRow.outcome.is_not(None))
        .group_by(BulkRow.outcome, BulkRow.text)
    )
    counts = {row.first: row.rows for row in session.execute(grouped)}
    firsts = select(BulkRow).where(BulkRow.job_id == job.id, BulkRow.position.in_(counts))
    found = [Tally(row.outcome or "", counts[row.position], row) for row in session.scalars(firsts)]
    return sorted(found, key=lambda each: (-each.rows, each.row.position))


def follower(session: Session, job: BulkJob) -> BulkJob | None:
    """The job that does this dry run in earnest, or undoes this job."""
    follows = (BulkJob.carries_out == job.id) | (BulkJob.undoes == job.id)
    return session.scalars(select(BulkJob).where(follows)).first()
