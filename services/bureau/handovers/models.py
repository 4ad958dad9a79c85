"""The table of hand-overs."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.bureau.database import Base
from shared.database import UtcDateTime


class Handover(Base):
    """An offer of an account's ownership, and what accounts said became of it.

    Its id is the transfer's, whose lifecycle accounts owns; `outcome` is the state in which
    that ended, `refused` where accounts never opened it, and none while it is open.
    """

    __tablename__ = "handover"
    __table_args__ = (Index("ix_handover_newest", "bureau_id", "account_id", "id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    bureau_id: Mapped[str] = mapped_column(String(36))
    account_id: Mapped[str] = mapped_column(String(36))
    email: Mapped[str] = mapped_column(String(254))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(40))  # A problem code.
    detail: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
