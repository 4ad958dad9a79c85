"""The copy of accounts that came over the bus."""

from typing import Any

from sqlalchemy import JSON, String, false
from sqlalchemy.orm import Mapped, mapped_column

from services.bureau.database import Base


class Account(Base):
    """A firm's account; accounts owns it, `owner_version` tells new news from old.

    `frozen`: somebody objected to its new owner, and an operator has to decide.
    """

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    prefix: Mapped[str] = mapped_column(String(63), unique=True)
    company: Mapped[dict[str, Any]] = mapped_column(JSON)
    owner_kind: Mapped[str] = mapped_column(String(6))  # user | bureau
    owner_id: Mapped[str] = mapped_column(String(36))
    owner_version: Mapped[int] = mapped_column()
    frozen: Mapped[bool] = mapped_column(default=False, server_default=false())
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
