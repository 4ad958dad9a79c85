"""Addresses that want to hear, and what is on its way to them."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.accounts.models import Account
from services.accounts.database import Base
from shared.database import BigIdentity


class Webhook(Base):
    """An address that hears of changes of one `kind`, such as `invoice:create`.

    `api_token` is what the account wants to find in each body, `secret` signs it. While there
    is no answer at all, nothing is tried before `paused_until`; `disabled_at` says that it was
    given up, and is forgotten when somebody makes it active again.
    """

    __tablename__ = "webhook"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(36), ForeignKey(Account.id))
    serial: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(30))
    url: Mapped[str] = mapped_column(String(500))
    api_token: Mapped[str | None] = mapped_column(String(200))
    secret: Mapped[str] = mapped_column(String(64))
    active: Mapped[bool]
    paused_until: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index("uq_webhook_serial", "account_id", "serial", unique=True),)


class Delivery(Base):
    """One thing to tell one webhook. `next_at` is when it is tried, None once that is over.

    `position` is the order in which changes were committed; of one `subject`, such as
    `invoice/12`, a later one waits for those before it.
    """

    __tablename__ = "webhook_delivery"

    position: Mapped[int] = mapped_column(BigIdentity, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    webhook_id: Mapped[str] = mapped_column(ForeignKey(Webhook.id, ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(60))
    body: Mapped[str] = mapped_column(Text, deferred=True)
    created_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    attempts: Mapped[int]
    tried_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    answer: Mapped[int | None]  # The status of the newest one.
    error: Mapped[str | None] = mapped_column(String(200))  # Why there was no answer.

    __table_args__ = (
        Index("ix_webhook_delivery_log", "webhook_id", "position"),
        Index(
            "ix_webhook_delivery_waiting",
            "webhook_id",
            "subject",
            "position",
            postgresql_where=text("next_at IS NOT NULL"),
            sqlite_where=text("next_at IS NOT NULL"),
        ),
        Index(
            "ix_webhook_delivery_due",
            "next_at",
            postgresql_where=text("next_at IS NOT NULL"),
            sqlite_where=text("next_at IS NOT NULL"),
        ),
    )

    @property
    def status(self) -> str:
        """`waiting`, `delivered` or `given_up`."""
        if self.next_at:
            return "waiting"
        return "delivered" if self.delivered_at else "given_up"
