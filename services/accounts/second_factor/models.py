"""The tables of second factors and of their recovery codes."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.database import Base
from services.accounts.users.models import User


class SecondFactor(Base):
    """A person's secret for codes by time; it counts from `confirmed_at`.

    `last_step` is the 30 seconds whose code was taken last: no code is good twice. The secret is
    kept as it is, since codes are computed from it.
    """

    __tablename__ = "second_factor"

    user_id: Mapped[str] = mapped_column(ForeignKey(User.id), primary_key=True)
    secret: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Base):
    """A code that is good once where the device is lost; only its SHA-256 is kept."""

    __tablename__ = "recovery_code"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey(User.id), index=True)
    used_at: Mapped[datetime | None]
