"""The table of signing keys."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.exports.database import Base
from shared.database import UtcDateTime


class SigningKey(Base):
    """An Ed25519 key: `private_key` in PEM, `public_x` as in the key set."""

    __tablename__ = "signing_key"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    private_key: Mapped[str] = mapped_column(Text)
    public_x: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
