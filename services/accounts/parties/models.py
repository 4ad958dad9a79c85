"""The tables of contractors and products."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Dialect, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from services.accounts.accounts.models import Account
from services.accounts.database import Base
from shared.database import Money


class Contractor(Base):
    """A firm or person with whom the account trades.

    `name_key` is the name as searches fold it; `serial` the integer by which compatible
    programs know the contractor, `beside` what they say of it that has no column of its own.
    """

    __tablename__ = "contractor"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(36), ForeignKey(Account.id))
    serial: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(512))
    name_key: Mapped[str] = mapped_column(String(600))
    tax_no: Mapped[str | None] = mapped_column(String(50))
    email: Mapped[str | None] = mapped_column(String(254))
    street: Mapped[str | None] = mapped_column(String(200))
    post_code: Mapped[str | None] = mapped_column(String(20))
    city: Mapped[str | None] = mapped_column(String(100))
    country: Mapped[str] = mapped_column(String(2))
    bank_account: Mapped[str | None] = mapped_column(String(34))
    external_id: Mapped[str | None] = mapped_column(String(200))
    beside: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index("uq_contractor_serial", "account_id", "serial", unique=True),
        Index("ix_contractor_tax_no", "account_id", "tax_no"),
        Index("ix_contractor_name", "account_id", "name_key"),
    )


class Quantity(TypeDecorator[Decimal]):
    """A quantity with all its places, as text: no whole number holds both its ends."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Product(Base):
    """Goods or a service with its price; `base` says which of the prices was given.

    `stock` is how much of it there is: what was said of it, moved by warehouse documents since.
    """

    __tablename__ = "product"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(36), ForeignKey(Account.id))
    serial: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(512))
    code: Mapped[str | None] = mapped_column(String(100))
    base: Mapped[str] = mapped_column(String(5))  # net | gross
    price: Mapped[Decimal | None] = mapped_column(Money)
    vat_rate: Mapped[str | None] = mapped_column(String(10))
    currency: Mapped[str] = mapped_column(String(3))
    unit: Mapped[str | None] = mapped_column(String(50))
    gtu: Mapped[str | None] = mapped_column(String(6))
    stock: Mapped[Decimal] = mapped_column(Quantity, server_default="0")
    beside: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index("uq_product_serial", "account_id", "serial", unique=True),
        Index("ix_product_name", "account_id", "name"),
    )
