"""The copy of leavings that came over the bus."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.bureau.database import Base
from shared.database import UtcDateTime

STARTED = "started"


class Leaving(Base):
    """That a client wants its account from the bureau; the newest of each link. Accounts owns it.

    `outcome` is how accounts says that it stands: `started`, `handed_over`, `withdrawn`,
    `stopped`, `completed`.
    """

    __tablename__ = "leaving"

    link_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    leaving_id: Mapped[str] = mapped_column(String(36))
    outcome: Mapped[str] = mapped_column(String(20))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    deadline: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(1000))
