"""Addresses that want to hear, and what is on its way to them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.exports.database import Base
from shared.database import UtcDateTime


class Webhook(Base):
    """An address that hears of all exports of `owner`, a user or an API token."""

    __tablename__ = "webhook"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    owner: Mapped[str] = mapped_column(String(36), index=True)
    url: Mapped[str] = mapped_column(String(500))
    secret: Mapped[str] = mapped_column(String(64))  # Signs what is sent; shown once.
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Delivery(Base):
    """One thing to tell one webhook. `next_at` is when it is tried, None once that is over."""

    __tablename__ = "delivery"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    webhook_id: Mapped[str] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"))
    event: Mapped[str] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    status: Mapped[int | None]  # Of the newest answer.
    error: Mapped[str | None] = mapped_column(String(200))  # Why there was no answer.

    __table_args__ = (Index("ix_delivery_webhook_id", "webhook_id", "id"),)
