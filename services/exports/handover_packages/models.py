"""The table of hand-over packages."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.exports.database import Base
from services.exports.handover_packages.lifecycle import State
from shared.database import UtcDateTime, state_column


class HandoverPackage(Base):
    """One package of one client row of a bureau (`client_id` is the link's id).

    `round` counts the questions put to accounts, and `statement` is what it answered to the
    last one, None until then. A runner takes the package when `next_at` has come, and holds it
    by a lease as it does an export. The period of the documents is the statement's; `facts`
    is what the certificate says. The file is kept for good.
    """

    __tablename__ = "handover_package"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    state: Mapped[State] = mapped_column(state_column(State))
    account_id: Mapped[str] = mapped_column(String(36))
    client_id: Mapped[str] = mapped_column(String(36))
    bureau_id: Mapped[str] = mapped_column(String(36))
    bureau: Mapped[dict[str, Any]] = mapped_column(JSON)  # Its name and tax number.
    asked_by: Mapped[str] = mapped_column(String(6))  # client | bureau
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    served_from: Mapped[date]
    served_to: Mapped[date]
    round: Mapped[int] = mapped_column(default=0)
    statement: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    differences: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    compared: Mapped[int] = mapped_column(default=0)  # How often, in vain.
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    file_key: Mapped[str | None] = mapped_column(String(60))
    file_name: Mapped[str | None] = mapped_column(String(200))
    file_size: Mapped[int | None] = mapped_column(BigInteger)
    file_sha256: Mapped[str | None] = mapped_column(String(64))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempt: Mapped[int] = mapped_column(default=0)
    crashes: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str | None] = mapped_column(String(36))
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column()

    __table_args__ = (
        Index("ix_handover_package_account", "account_id", "id"),
        Index("ix_handover_package_next", "next_at"),
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def file_media_type(self) -> str:
        return "application/zip"
