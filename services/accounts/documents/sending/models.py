"""The table of links to documents that were mailed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.database import Base


class DocumentLink(Base):
    """A link that was mailed; whoever has it sees the document, until it runs out."""

    __tablename__ = "document_link"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    document_id: Mapped[str] = mapped_column(
        ForeignKey("document.id", ondelete="CASCADE"), index=True
    )
    expires_at: Mapped[datetime] = mapped_column(index=True)
