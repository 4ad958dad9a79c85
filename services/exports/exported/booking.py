"""Telling accounts which documents an export has put into the books."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.exports.exported.models import ExportedDocument
from services.exports.jobs.models import Job
from shared.contracts.exports import DocumentsBooked
from shared.outbox import publish

AT_MOST = 100
"""Documents in one message; accounts locks those of a message in one transaction."""


def announce_booked(session: Session, job: Job) -> None:
    """Announce the documents that the export, which is settled, has written; some at a time."""
    for account_id in job.account_ids.values():
        written = select(ExportedDocument.document_id, ExportedDocument.version).where(
            ExportedDocument.job_id == job.id,
            ExportedDocument.account_id == account_id,
            ExportedDocument.went_out,
        )
        rows = session.execute(written.order_by(ExportedDocument.document_id)).all()
        for at in range(0, len(rows), AT_MOST):
            _announce(session, job, account_id, rows[at : at + AT_MOST])


def _announce(session: Session, job: Job, account_id: str, rows: Sequence[Any]) -> None:
    message = DocumentsBooked(
        account_id=account_id,
        job_id=job.id,
        format=job.format,
        requested_by=job.requested_by,
        documents=[{"id": row.document_id, "version": row.version} for row in rows],
    )
    publish(session, message, subject_id=account_id)
