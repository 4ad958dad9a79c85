"""Counters of documents and exports; nothing of what the documents say is kept here."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Date, String
from sqlalchemy.orm import Mapped, mapped_column

from services.bureau.database import Base
from shared.database import UtcDateTime


class CountedDocument(Base):
    """Where a document was counted, so that its next version is not counted beside it."""

    __tablename__ = "counted_document"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(36))
    month: Mapped[str] = mapped_column(String(7))  # Of its issue.
    sales: Mapped[int] = mapped_column()  # 1 or 0.
    costs: Mapped[int] = mapped_column()  # 1 or 0.


class MonthActivity(Base):
    """An account's documents that were issued in a month, and the exports made in it."""

    __tablename__ = "month_activity"

    account_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    sales: Mapped[int] = mapped_column(default=0)
    costs: Mapped[int] = mapped_column(default=0)
    exports: Mapped[int] = mapped_column(default=0)
    last_document: Mapped[date | None] = mapped_column(Date)  # The newest day of issue.
    # When a document of the month became another than the one that had been exported.
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LastExport(Base):
    """When an account's documents were last exported."""

    __tablename__ = "last_export"

    account_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


def changed_after_export() -> ColumnElement[bool]:
    """Whether a document of the joined month became another after the account's last export."""
    later = LastExport.at.is_(None) | (MonthActivity.changed_at > LastExport.at)
    return MonthActivity.changed_at.is_not(None) & later
