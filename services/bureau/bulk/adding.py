"""What a bulk job does with one company of a list: the same as "Dodaj nową firmę"."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.bureau.bulk.models import BulkJob, BulkRow
from services.bureau.companies import actions as companies
from services.bureau.module import actions as modules
from services.bureau.module import seats
from shared.errors import Refused

ADD = "add"


def add_company(session: Session, job: BulkJob, row: BulkRow) -> None:
    """Ask accounts for the company's account, and keep a seat for it."""
    if job.dry_run:
        _look_for_a_seat(session, job)
    payload = row.payload or {}
    companies.request(session, job.bureau_id, prefix=row.prefix, **payload)


def _look_for_a_seat(session: Session, job: BulkJob) -> None:
    """A dry run keeps no seats, so those of the rows before are counted beside the used ones."""
    module = modules.lock(session, job.bureau_id)
    if module is None:
        return  # The request itself says so.
    mine = (BulkRow.job_id == job.id) & (BulkRow.outcome == "would_do")
    before = session.scalars(select(func.count()).select_from(BulkRow).where(mine)).one()
    if module.used + before >= module.package_size:
        raise Refused(seats.FULL, code="package_full", size=module.package_size)
