"""The table of companies that programs want."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.accounts.models import Account
from services.accounts.database import Base


class WantedCompany(Base):
    """A company that a bureau's program wants; `code` and `detail` say why it came to nothing.

    Where it came to something there is an account whose `request_id` is this `id`.
    """

    __tablename__ = "wanted_company"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    bureau_id: Mapped[str] = mapped_column(ForeignKey(Account.id))
    prefix: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(index=True)
    code: Mapped[str | None] = mapped_column(String(40))
    detail: Mapped[str | None] = mapped_column(Text)
