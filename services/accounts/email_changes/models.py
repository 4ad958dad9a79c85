"""The table of changes of e-mail that wait."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.database import Base
from services.accounts.users.models import User


class EmailChange(Base):
    """What a person wants to change their e-mail to; one at a time. Links are kept as SHA-256."""

    __tablename__ = "email_change"

    user_id: Mapped[str] = mapped_column(ForeignKey(User.id), primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    old_digest: Mapped[str] = mapped_column(String(64), unique=True)
    new_digest: Mapped[str] = mapped_column(String(64), unique=True)
    old_confirmed_at: Mapped[datetime | None]
    new_confirmed_at: Mapped[datetime | None]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
