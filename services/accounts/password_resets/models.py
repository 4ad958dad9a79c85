"""The tables of what was asked for, and of the links that were mailed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.database import Base
from services.accounts.users.models import User


class ResetRequest(Base):
    """Somebody says that they forgot a password; the postman looks whose it is."""

    __tablename__ = "reset_request"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    asked_at: Mapped[datetime]


class PasswordReset(Base):
    """A link that was mailed to a person, good once and for an hour; its SHA-256 is kept."""

    __tablename__ = "password_reset"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey(User.id), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
