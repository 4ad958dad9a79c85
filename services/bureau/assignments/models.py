"""The tables of who looks after which client, and of those that wait for one."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.bureau.database import Base
from shared.database import UtcDateTime

CARER, DEPUTY = "carer", "deputy"

ON_DUTY = text("duty IS NOT NULL")


class Assignment(Base):
    """One person of the bureau who looks after a client; it ends with the client's row.

    One of them may be the carer, who answers for the client, and one the deputy.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        Index(
            "uq_assignment_duty",
            "client_id",
            "duty",
            unique=True,
            postgresql_where=ON_DUTY,
            sqlite_where=ON_DUTY,
        ),
    )

    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(36), primary_key=True, index=True)
    duty: Mapped[str | None] = mapped_column(String(6))  # carer | deputy


class Orphan(Base):
    """A client whose carer left without an heir; it waits until somebody is named."""

    __tablename__ = "orphan"

    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"), primary_key=True)
    bureau_id: Mapped[str] = mapped_column(ForeignKey("module.id"), index=True)
    former_carer: Mapped[str] = mapped_column(String(36), index=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
