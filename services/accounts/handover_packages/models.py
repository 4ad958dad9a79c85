"""The table of hand-over packages that clients asked for."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.database import Base


class HandoverPackage(Base):
    """One request of a client, for one link to a bureau. The package itself is exports'.

    `outcome` is `verified`, `failed` or `waived`, None until then. Of several requests for one
    link the newest counts.
    """

    __tablename__ = "handover_package"
    __table_args__ = (Index("ix_handover_package_account", "account_id", "id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(36), ForeignKey("account.id"))
    link_id: Mapped[str] = mapped_column(String(36))
    bureau_id: Mapped[str] = mapped_column(String(36))
    asked_by: Mapped[str] = mapped_column(String(36))  # The id of a user.
    asked_at: Mapped[datetime]
    outcome: Mapped[str | None] = mapped_column(String(10))
    ended_at: Mapped[datetime | None]
