"""What a format holds of a document: its content, and in archives its attachments as well."""

from typing import Any

from sqlalchemy import ColumnElement, case, func

from services.exports.copies.models import Document

WITH_ATTACHMENTS = frozenset({"archive_zip"})
WHOLE = func.coalesce(Document.with_attachments, Document.sha256)


def held_by(format_id: str) -> ColumnElement[Any]:
    """The SHA-256 of that, of the document at hand."""
    return WHOLE if format_id in WITH_ATTACHMENTS else Document.sha256.expression


def held_by_column(format_id: Any) -> ColumnElement[Any]:
    """The same for a column of formats' ids."""
    return case((format_id.in_(WITH_ATTACHMENTS), WHOLE), else_=Document.sha256)


def of_format(document: Document, format_id: str) -> str:
    """The same of a document that was read."""
    whole = document.with_attachments if format_id in WITH_ATTACHMENTS else None
    return whole or document.sha256
