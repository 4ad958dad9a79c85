"""The table of hand-over packages that were asked for."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.bureau.database import Base
from shared.database import UtcDateTime


class HandoverPackage(Base):
    """What is known here of a package of one client row.

    `outcome` is `verified`, `failed` or `waived`, None until then; of each side's packages the
    newest counts.
    """

    __tablename__ = "handover_package"
    __table_args__ = (Index("ix_handover_package_client", "client_id", "id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    asked_by: Mapped[str] = mapped_column(String(6))  # client | bureau
    asked_by_id: Mapped[str | None] = mapped_column(String(36))  # Who of the bureau.
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(10))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
