"""The tables of sessions and of their refresh tokens."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.database import Base


class SignIn(Base):
    """One session of a person, from sign-in until it ends; its id is the tokens' `sid`."""

    __tablename__ = "sign_in"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), index=True)
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]


class RefreshToken(Base):
    """A token that may be spent once for a new pair of tokens; only its SHA-256 is kept."""

    __tablename__ = "refresh_token"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    sign_in_id: Mapped[str] = mapped_column(
        ForeignKey("sign_in.id", ondelete="CASCADE"), index=True
    )
    spent_at: Mapped[datetime | None]
