"""The table of months."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from services.bureau.database import Base
from services.bureau.months.lifecycle import State
from shared.database import UtcDateTime, state_column

CHANGED = text("changed")


class Month(Base):
    """One month of one client.

    `missing` weighs what is left to do, and `changed` says that a document became another
    after the last export; both are kept here for the working list, and weighed anew together.
    `leaving` is the part of `missing` that grows by the day, while the client leaves by itself.
    """

    __tablename__ = "client_month"
    __table_args__ = (
        UniqueConstraint("client_id", "month"),
        Index("ix_client_month_list", "bureau_id", "month", "missing", "id"),
        Index("ix_client_month_account", "account_id", "month"),
        Index("ix_client_month_count", "bureau_id", "month", "state", "changed", "client_id"),
        Index(
            "ix_client_month_changed",
            "bureau_id",
            "month",
            "missing",
            "id",
            postgresql_where=CHANGED,
            sqlite_where=text("changed = 1"),
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    bureau_id: Mapped[str] = mapped_column(ForeignKey("module.id"))
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    month: Mapped[str] = mapped_column(String(7))
    state: Mapped[State] = mapped_column(state_column(State))
    reason: Mapped[str | None] = mapped_column(Text)  # Why it was last opened again.
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    missing: Mapped[int] = mapped_column(default=0)
    changed: Mapped[bool] = mapped_column(default=False, server_default=false())
    leaving: Mapped[int] = mapped_column(default=0, server_default="0")  # points
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
