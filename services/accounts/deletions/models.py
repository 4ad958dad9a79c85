"""The table of deletions."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.accounts.accounts.models import Account
from services.accounts.database import Base
from services.accounts.deletions.lifecycle import State
from services.accounts.users.models import User
from shared.database import state_column

IS_OPEN = text("state IN ('asked', 'confirmed')")


class Deletion(Base):
    """That an account's owner wants it deleted. Of the link only the token's SHA-256 is kept.

    `due_at` is when the 30 days are over, `sealed_until` the last day on which the law wants the
    documents kept.
    """

    __tablename__ = "deletion"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey(Account.id), index=True)
    asked_by_id: Mapped[str] = mapped_column(ForeignKey(User.id))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    link_expires_at: Mapped[datetime]
    state: Mapped[State] = mapped_column(state_column(State))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    sealed_until: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    account: Mapped[Account] = relationship()
    asked_by: Mapped[User] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index(
            "uq_deletion_open",
            "account_id",
            unique=True,
            postgresql_where=IS_OPEN,
            sqlite_where=IS_OPEN,
        ),
    )
