"""The table of ownership transfers."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.accounts.accounts.models import Account
from services.accounts.database import Base
from services.accounts.ownership.lifecycle import State
from services.accounts.users.models import User
from shared.database import state_column

IS_OPEN = text("state = 'offered'")


class OwnershipTransfer(Base):
    """An offer of an account to the person behind an e-mail; `taker` is who answered it.

    `owner_version` is the account's at the time of the offer.
    """

    __tablename__ = "ownership_transfer"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    owner_version: Mapped[int]
    email: Mapped[str] = mapped_column(String(254), index=True)
    taker_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    state: Mapped[State] = mapped_column(state_column(State))
    offered_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    account: Mapped[Account] = relationship()
    taker: Mapped[User | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index(
            "uq_ownership_transfer_open",
            "account_id",
            unique=True,
            postgresql_where=IS_OPEN,
            sqlite_where=IS_OPEN,
        ),
        Index(
            "ix_ownership_transfer_due",
            "expires_at",
            postgresql_where=IS_OPEN,
            sqlite_where=IS_OPEN,
        ),
    )


class OwnerChange(Base):
    """That an account got a new owner, and who owned it before. `owner_version` is the new one."""

    __tablename__ = "owner_change"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    owner_version: Mapped[int]
    former_kind: Mapped[str] = mapped_column(String(6))
    former_id: Mapped[str] = mapped_column(String(36))
    owner_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime]

    account: Mapped[Account] = relationship()

    __table_args__ = (UniqueConstraint("account_id", "owner_version"),)
