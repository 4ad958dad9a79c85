"""The table of mails: those that wait for their delivery, and what became of the others."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.database import Base


class Mail(Base):
    """One mail. Once it is delivered, or given up, the link's token is taken out of `facts`.

    The row then stays where the mail was about an account, whose people may see it; `next_at` is
    none from then on.
    """

    __tablename__ = "mail"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    recipient: Mapped[str] = mapped_column(String(254))
    kind: Mapped[str] = mapped_column(String(20))
    facts: Mapped[dict[str, Any]]
    attempts: Mapped[int]
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    error: Mapped[str | None] = mapped_column(Text)
    account_id: Mapped[str | None] = mapped_column(String(36), index=True)
    queued_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]

    @property
    def standing(self) -> str:
        """`queued`, `retrying` after a try that failed, `delivered`, or `failed` for good."""
        if self.delivered_at:
            return "delivered"
        if self.next_at is None:
            return "failed"
        return "retrying" if self.failed_at else "queued"
