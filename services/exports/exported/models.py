"""What each export remembers of the documents that it read."""

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.exports.database import Base


class ExportedDocument(Base):
    """A document as a run read it; it counts once its export is complete.

    A row never changes after that. Of a document and format the one with the latest export, by
    its id, says what went out. A document that the format left out, or whose account got no
    file, is remembered too, so that the run can be repeated; it did not go out.

    No foreign key leads to the export: a check per row would cost as much as the row, and rows
    are only ever written for an export in hand, which is never deleted.
    """

    __tablename__ = "exported_document"

    account_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    document_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    format: Mapped[str] = mapped_column(String(30), primary_key=True)
    job_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    version: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))  # Of what the format holds of it.
    went_out: Mapped[bool]

    __table_args__ = (Index("ix_exported_document_job", "job_id", "document_id"),)
