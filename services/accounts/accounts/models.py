"""The table of accounts."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.database import Base


class Account(Base):
    """One firm's tenant. `prefix` is in lower case; `company` is replaced, never changed in place.

    `owner_id` is the id of a user or of the bureau's account, `owner_version` counts owners.
    `link_id` is new for each time that a bureau is linked; `bureau_role` is `accountant`,
    `owner`, or none while the bureau is only linked.
    """

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    prefix: Mapped[str] = mapped_column(String(40), unique=True)
    company: Mapped[dict[str, Any]]
    owner_kind: Mapped[str] = mapped_column(String(6))
    owner_id: Mapped[str] = mapped_column(String(36), index=True)
    owner_version: Mapped[int]
    bureau_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("account.id"), index=True)
    link_id: Mapped[str | None] = mapped_column(String(36), unique=True)
    bureau_role: Mapped[str | None] = mapped_column(String(10))
    payer: Mapped[str] = mapped_column(String(6))
    request_id: Mapped[str | None] = mapped_column(String(36), unique=True)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @property
    def tax_no(self) -> str:
        """The firm's NIP, ten digits."""
        return str(self.company["tax_no"])
