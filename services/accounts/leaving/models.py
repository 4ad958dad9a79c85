"""The table of clients that leave by themselves."""

from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.accounts.accounts.models import Account
from services.accounts.database import Base
from services.accounts.days import WARSAW
from services.accounts.leaving.lifecycle import State
from services.accounts.users.models import User
from shared.database import state_column

IS_OPEN = text("state = 'started'")


class Leaving(Base):
    """That `taker`, the client's own administrator, wants the account from the bureau.

    `next_at` is when the next reminder is due, or the end; `reminded` counts the reminders.
    """

    __tablename__ = "leaving"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey(Account.id), index=True)
    bureau_id: Mapped[str] = mapped_column(ForeignKey(Account.id))
    link_id: Mapped[str] = mapped_column(String(36))
    taker_id: Mapped[str] = mapped_column(ForeignKey(User.id))
    state: Mapped[State] = mapped_column(state_column(State))
    started_at: Mapped[datetime]
    deadline: Mapped[datetime]
    reminded: Mapped[int]
    next_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    reason_code: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    taker: Mapped[User] = relationship()

    @property
    def last_day(self) -> date:
        """The day with whose end in Poland the bureau's time is over."""
        return (self.deadline - timedelta(seconds=1)).astimezone(WARSAW).date()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index(
            "uq_leaving_open",
            "account_id",
            unique=True,
            postgresql_where=IS_OPEN,
            sqlite_where=IS_OPEN,
        ),
        Index("ix_leaving_due", "next_at", postgresql_where=IS_OPEN, sqlite_where=IS_OPEN),
    )
