"""The tables of numbering: the accounts' patterns, and how far each series has come."""

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.accounts.models import Account
from services.accounts.database import Base


class NumberPattern(Base):
    """How an account numbers its documents of a kind, where it is not the usual way."""

    __tablename__ = "number_pattern"

    account_id: Mapped[str] = mapped_column(String(36), ForeignKey(Account.id), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    pattern: Mapped[str] = mapped_column(String(100))


class Counter(Base):
    """The last number of one series of an account.

    A series of documents is named by its pattern with everything but the number filled in, so
    that kinds with one pattern share one series; the integer ids of things are series, too.
    """

    __tablename__ = "counter"

    account_id: Mapped[str] = mapped_column(String(36), ForeignKey(Account.id), primary_key=True)
    series: Mapped[str] = mapped_column(String(120), primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger)
