"""The table of payments."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.accounts.models import Account
from services.accounts.database import Base
from shared.database import Money


class Payment(Base):
    """One payment; `serial` is the integer by which compatible programs know it.

    While it is only announced (`is_paid` false) it counts for nothing. `beside` is what
    compatible programs say of it that has no column of its own.
    """

    __tablename__ = "payment"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(36), ForeignKey(Account.id))
    document_id: Mapped[str | None] = mapped_column(
        String(36), ForeignKey("document.id"), index=True
    )
    serial: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(256))
    amount: Mapped[Decimal] = mapped_column(Money)
    currency: Mapped[str] = mapped_column(String(3))
    paid_on: Mapped[date]
    is_paid: Mapped[bool]
    form: Mapped[str | None] = mapped_column(String(20))
    description: Mapped[str | None] = mapped_column(Text)
    beside: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index("uq_payment_serial", "account_id", "serial", unique=True),)
