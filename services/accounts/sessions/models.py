"""The tables of sessions and of their refresh tokens."""

from datetime import datetime
from typing import cast

from sqlalchemy import ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.database import Base


class SignIn(Base):
    """One session of a person, from sign-in until it ends; its id is the tokens' `sid`.

    `last_used_at` is when it was begun or its tokens were last renewed.
    """

    __tablename__ = "sign_in"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), index=True)
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    address: Mapped[str | None] = mapped_column(String(45))
    agent: Mapped[str | None] = mapped_column(String(60))
    last_used_at: Mapped[datetime | None]


class RefreshToken(Base):
    """A token that may be spent once for a new pair of tokens; only its SHA-256 is kept."""

    __tablename__ = "refresh_token"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    sign_in_id: Mapped[str] = mapped_column(
        ForeignKey("sign_in.id", ondelete="CASCADE"), index=True
    )
    spent_at: Mapped[datetime | None]


class KnownDevice(Base):
    """A device from which a person has signed in; `mark` is a digest of address and program."""

    __tablename__ = "known_device"

    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), primary_key=True)
    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)


KNOWN_DEVICE = cast("Table", KnownDevice.__table__)
