"""The tables of the bureau's people, and of those who take over."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.bureau.database import Base
from shared.database import UtcDateTime


class Colleague(Base):
    """One of the people of an account, which is a bureau or may become one, as accounts says."""

    __tablename__ = "colleague"

    account_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(36), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(10))
    name: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))

    @property
    def called(self) -> str:
        """How colleagues know the person."""
        return self.name or self.email


class Succession(Base):
    """Who takes over a person's clients once that person is none of the bureau's people."""

    __tablename__ = "succession"

    bureau_id: Mapped[str] = mapped_column(ForeignKey("module.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    carer: Mapped[str | None] = mapped_column(String(36))  # For all that `carers` does not name.
    carers: Mapped[dict[str, str]] = mapped_column(JSON)  # By the client's prefix.
    named_by: Mapped[str] = mapped_column(String(80))
    named_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
