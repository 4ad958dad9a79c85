"""The table of API tokens."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.database import Base


class ApiToken(Base):
    """A product's access to one account; of its secret only the SHA-256 is kept.

    The secret is 256 random bits, so a slow hash would add nothing. `user_id` is the person for
    whom a program got it by signing in; `roles_version` counts the changes of its custom role.
    """

    __tablename__ = "api_token"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(10))
    role_id: Mapped[str | None] = mapped_column(ForeignKey("custom_role.id"), index=True)
    roles_version: Mapped[int] = mapped_column(default=0, server_default="0")
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
