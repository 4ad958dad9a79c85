"""The table of custom roles."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.accounts.models import Account
from services.accounts.database import Base

CUSTOM = "custom"
"""The word for the role of whoever has one of these; its `role_id` says which."""


class CustomRole(Base):
    """A name and a set of abilities of `access.MAY`; replaced, never changed in place."""

    __tablename__ = "custom_role"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey(Account.id))
    name: Mapped[str] = mapped_column(String(60))
    name_key: Mapped[str] = mapped_column(String(200))
    permissions: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index("uq_custom_role_name", "account_id", "name_key", unique=True),)
