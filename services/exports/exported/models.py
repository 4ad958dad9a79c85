"""What each export remembers of the documents that it read."""

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.exports.database import Base


class ExportedDocument(Base):
    """A document as a run read it. The newest of a document and format says what went out.

    A document that the format left out, or whose account got no file, is remembered too, so
    that the run can be repeated; it is never the newest.
    """

    __tablename__ = "exported_document"

    job_id: Mapped[str] = mapped_column(ForeignKey("job.id"), primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(36))
    format: Mapped[str] = mapped_column(String(30))
    version: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))  # Of what the format holds of it.
    went_out: Mapped[bool]  # Its account got a file.
    is_newest: Mapped[bool] = mapped_column(default=False)


Index(
    "ix_exported_document_newest",
    ExportedDocument.account_id,
    ExportedDocument.document_id,
    ExportedDocument.format,
    postgresql_where=text("is_newest"),
    sqlite_where=text("is_newest = 1"),
)
