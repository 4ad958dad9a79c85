"""The tables of freezing."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.accounts.accounts.models import Account
from services.accounts.database import Base
from services.accounts.freezes.lifecycle import State
from services.accounts.ownership.models import OwnerChange
from shared.database import state_column

IS_FROZEN = text("state = 'frozen'")


class Freeze(Base):
    """One account that was frozen at some time; its id is the account's.

    `change_id` is the change of the owner to which `objector` objected, `reason` is what the
    operator who decided last gave for it.
    """

    __tablename__ = "freeze"

    id: Mapped[str] = mapped_column(ForeignKey(Account.id), primary_key=True)
    change_id: Mapped[str] = mapped_column(ForeignKey(OwnerChange.id))
    objector: Mapped[str] = mapped_column(String(254))
    state: Mapped[State] = mapped_column(state_column(State))
    since: Mapped[datetime]  # In its state.
    reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    account: Mapped[Account] = relationship()
    change: Mapped[OwnerChange] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index("ix_freeze_frozen", "id", postgresql_where=IS_FROZEN, sqlite_where=IS_FROZEN),
    )

    @property
    def account_id(self) -> str:
        """The id of the account, by the name that other tables have for it."""
        return self.id


class ObjectionLink(Base):
    """A link by which whoever gave or got an account says that it was not them."""

    __tablename__ = "objection_link"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    change_id: Mapped[str] = mapped_column(ForeignKey(OwnerChange.id), index=True)
    email: Mapped[str] = mapped_column(String(254))
    expires_at: Mapped[datetime]

    change: Mapped[OwnerChange] = relationship()
