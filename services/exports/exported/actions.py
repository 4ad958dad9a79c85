"""Remembering what went out, finding what is new since, telling what changed after it went."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import Session, aliased

from services.exports.access.actions import get_account
from services.exports.copies.models import Account, Document
from services.exports.exported.models import ExportedDocument
from services.exports.exported.reads import Reads, keep
from services.exports.exported.whole import held_by, held_by_column, of_format
from services.exports.jobs.lifecycle import WENT_OUT
from services.exports.jobs.models import Job
from shared.among import among
from shared.auth.caller import Caller
from shared.contracts.exports import DocumentChangedAfterExport
from shared.outbox import publish
from shared.web.lists import Page, paginate

IS_CURRENT = and_(
    ExportedDocument.document_id == Document.id,
    ExportedDocument.account_id == Document.account_id,
    ExportedDocument.sha256 == held_by_column(ExportedDocument.format),
)
"""The document is still as it was read."""


def settle(session: Session, job: Job, reads: Reads) -> None:
    """The export is complete: what it wrote is what went out now.

    What it read comes along, or was kept with its parts. Announces the documents that changed
    while it was being written.
    """
    keep(session, job, reads)
    _announce_late_changes(session, job)


def is_new_or_changed(format_id: str) -> ColumnElement[bool]:
    """Whether a document, as it is now, is not the newest that went out in the format."""
    went_out = select(ExportedDocument.sha256).where(
        ExportedDocument.account_id == Document.account_id,
        ExportedDocument.document_id == Document.id,
        ExportedDocument.format == format_id,
        *_went_out(ExportedDocument, Job),
    )
    newest = went_out.order_by(ExportedDocument.job_id.desc()).limit(1).correlate(Document)
    return newest.scalar_subquery().is_distinct_from(held_by(format_id))


def is_newest() -> ColumnElement[bool]:
    """Whether an exported document says what went out, and no later export does."""
    job, later, later_job = aliased(Job), aliased(ExportedDocument), aliased(Job)
    is_outdone = exists().where(
        later.account_id == ExportedDocument.account_id,
        later.document_id == ExportedDocument.document_id,
        later.format == ExportedDocument.format,
        later.job_id > ExportedDocument.job_id,
        *_went_out(later, later_job),
    )
    return and_(
        exists().where(*_went_out(ExportedDocument, job)).correlate(ExportedDocument),
        ~is_outdone.correlate(ExportedDocument),
    )


def was_read_by(job_id: str) -> ColumnElement[bool]:
    """Whether the export with this id read the document, whatever became of it since.

    Asked of each document by itself: a join would be planned by statistics that have not seen
    the export yet, and take the square of the time.
    """
    read = select(ExportedDocument.job_id).where(
        ExportedDocument.job_id == job_id, ExportedDocument.document_id == Document.id
    )
    return read.correlate(Document).scalar_subquery().is_not(None)


def announce_change(session: Session, account_id: str, document_id: str) -> None:
    """Tell of a document that has just changed, if it went out before in any format.

    An export that is just being completed is waited for: either it sees the change, or the
    change sees it.
    """
    account = select(Account.id).where(Account.id == account_id)
    session.execute(account.with_for_update(read=True))
    _announce(session, _changed().where(Document.id == document_id))


def list_exported(
    session: Session,
    caller: Caller,
    prefix: str,
    *,
    changed: bool | None,
    format: str | None,
    limit: int,
    cursor: str | None,
) -> Page[ExportedDocument]:
    """The account's documents that went out, each in its newest version per format."""
    account = get_account(session, caller, prefix)
    query = select(ExportedDocument).where(is_newest())
    query = query.where(ExportedDocument.account_id == account.id)
    if format is not None:
        query = query.where(ExportedDocument.format == format)
    if changed is not None:
        is_current = exists().where(IS_CURRENT)
        query = query.where(~is_current if changed else is_current)
    by = [ExportedDocument.document_id, ExportedDocument.format]
    return paginate(session, query, by=by, limit=limit, cursor=cursor)


def as_shown(session: Session, rows: Sequence[ExportedDocument]) -> list[dict[str, Any]]:
    """What went out beside what the documents are now."""
    documents = _by_id(session, Document, {row.document_id for row in rows})
    jobs = _by_id(session, Job, {row.job_id for row in rows})
    return [
        {
            "document": documents[row.document_id].number,
            "document_id": row.document_id,
            "format": row.format,
            "version": row.version,
            "current_version": documents[row.document_id].version,
            "changed": row.sha256 != of_format(documents[row.document_id], row.format),
            "exported_at": jobs[row.job_id].ended_at,
        }
        for row in rows
    ]


def changed_since(format_id: str, account_id: str) -> Select[Document, ExportedDocument]:
    """The account's documents that went out in the format and are others now."""
    return _changed().where(
        ExportedDocument.format == format_id, ExportedDocument.account_id == account_id
    )


def _changed() -> Select[Document, ExportedDocument]:
    """Rows of document and what went out of it, of those that differ."""
    same = and_(
        ExportedDocument.document_id == Document.id,
        ExportedDocument.account_id == Document.account_id,
    )
    both = select(Document, ExportedDocument).join(ExportedDocument, same)
    held = held_by_column(ExportedDocument.format)
    return both.where(is_newest(), ExportedDocument.sha256 != held)


def _announce_late_changes(session: Session, job: Job) -> None:
    accounts = select(Account.id).where(among(Account.id, job.account_ids.values()))
    session.execute(accounts.order_by(Account.id).with_for_update(key_share=True))
    _announce(session, _changed().where(ExportedDocument.job_id == job.id))


def _announce(session: Session, changed: Select[Document, ExportedDocument]) -> None:
    found: dict[str, tuple[Document, list[dict[str, Any]]]] = {}
    for document, exported in session.execute(changed.order_by(ExportedDocument.format)):
        facts = {name: getattr(exported, name) for name in ("job_id", "format", "version")}
        found.setdefault(document.id, (document, []))[1].append(facts)
    for document, exports in found.values():
        message = DocumentChangedAfterExport(
            document_id=document.id,
            account_id=document.account_id,
            number=document.number,
            version=document.version,
            exports=exports,
        )
        publish(session, message, subject_id=document.id)


def _went_out(exported: Any, job: Any) -> tuple[ColumnElement[bool], ...]:
    return exported.went_out, job.id == exported.job_id, job.state.in_(WENT_OUT)


def _by_id(session: Session, model: Any, ids: set[str]) -> dict[str, Any]:
    return {each.id: each for each in session.scalars(select(model).where(model.id.in_(ids)))}
