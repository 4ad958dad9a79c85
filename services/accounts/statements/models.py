"""The table of questions that were not answered yet."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.database import Base


class StatementRequest(Base):
    """The last question about a package; it is gone once it is answered.

    `days` are those whose documents are told one by one, `missing` the ids of documents that
    are sent again.
    """

    __tablename__ = "statement_request"

    package_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(36), ForeignKey("account.id"))
    round: Mapped[int]
    served_from: Mapped[date]
    served_to: Mapped[date]
    days: Mapped[list[str]] = mapped_column(JSON)
    missing: Mapped[list[str]] = mapped_column(JSON)
    next_at: Mapped[datetime] = mapped_column(index=True)
