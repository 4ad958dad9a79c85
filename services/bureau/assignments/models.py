"""The table of who looks after which client."""

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.bureau.database import Base

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
