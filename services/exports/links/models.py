"""Links that were given out."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.exports.database import Base
from shared.database import UtcDateTime


class Link(Base):
    """Who holds the address gets the file, as long as the one who made it might.

    `key` signs the address, so that neither the link nor its end date can be made up; without
    the row, all addresses signed with it are dead.
    """

    __tablename__ = "link"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("job.id"), index=True)
    requester: Mapped[dict[str, Any]] = mapped_column(JSON)  # Who made it, as signed in.
    key: Mapped[str] = mapped_column(String(64))  # 32 bytes, hexadecimal.
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
