"""The table of mails that wait for their delivery."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.database import Base


class Mail(Base):
    """One mail; its row is deleted when it is delivered, and the link's token with it."""

    __tablename__ = "mail"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    recipient: Mapped[str] = mapped_column(String(254))
    kind: Mapped[str] = mapped_column(String(20))
    facts: Mapped[dict[str, Any]]
    attempts: Mapped[int]
    next_at: Mapped[datetime] = mapped_column(index=True)
    error: Mapped[str | None] = mapped_column(Text)
