"""The tables of documents and of the files that they came in."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

import orjson
from sqlalchemy import (
    BigInteger,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from services.accounts.accounts.models import Account
from services.accounts.database import Base
from services.accounts.documents.lifecycle import State
from shared.contracts.document import Document as Content
from shared.database import Money, state_column

LISTED = ("state", "income", "kind")
"""What every compatible list filters by."""


class JsonText(TypeDecorator[Any]):
    """JSON as text, in letters as they are and with its members in their order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else orjson.dumps(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else orjson.loads(value)


class Document(Base):
    """One document of an account. `head` and `positions` are its content; the rest is for finding.

    `sale_date` is the day of issue where the document names no day of sale. Nobody has two
    documents of one seller with one number, once as a sale and once as a cost apart.
    `serial` is the integer by which compatible programs know the document, `delivery` what they
    noted of sending it (`issued`, `sent`, `rejected`). `paid` is what was paid of it so far.
    `corrects_id` is the document that this correction corrects, where that is in the account.
    `beside` is what compatible programs said that no document says, kept for them alone.
    `search_key` is what searches look in: number, the other party, its tax number; folded.
    """

    __tablename__ = "document"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(36), ForeignKey(Account.id))
    kind: Mapped[str] = mapped_column(String(20))
    income: Mapped[bool]
    number: Mapped[str] = mapped_column(String(256))
    issue_date: Mapped[date]
    sale_date: Mapped[date]
    seller_tax_no: Mapped[str | None] = mapped_column(String(50))
    buyer_tax_no: Mapped[str | None] = mapped_column(String(50))
    currency: Mapped[str] = mapped_column(String(3))
    net: Mapped[Decimal] = mapped_column(Money)
    vat: Mapped[Decimal] = mapped_column(Money)
    gross: Mapped[Decimal] = mapped_column(Money)
    search_key: Mapped[str] = mapped_column(Text, server_default="")
    head: Mapped[dict[str, Any]] = mapped_column(JsonText)  # All of the content but positions.
    positions: Mapped[list[Any]] = mapped_column(JsonText, deferred=True)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()
    state: Mapped[State] = mapped_column(state_column(State))
    serial: Mapped[int] = mapped_column(BigInteger)
    paid: Mapped[Decimal] = mapped_column(Money)
    delivery: Mapped[str] = mapped_column(String(10))
    contractor_id: Mapped[str | None] = mapped_column(String(36))
    corrects_id: Mapped[str | None] = mapped_column(String(36))
    updated_at: Mapped[datetime]
    beside: Mapped[dict[str, Any] | None] = mapped_column(JsonText)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("account_id", "income", "seller_tax_no", "number"),
        # These have all that compatible lists filter by and give on, so that such lists skip
        # pages in the index alone. A unique one on account and serial, which its counter makes
        # needless, would be taken instead.
        Index("ix_document_issue", "account_id", "issue_date", "id", *LISTED),
        Index("ix_document_sale", "account_id", "sale_date", "id", *LISTED),
        Index(
            "ix_document_listing",
            *("account_id", "serial", *LISTED, "id", "issue_date", "sale_date"),
        ),
        Index(
            "ix_document_contractor",
            *("account_id", "contractor_id", "serial", *LISTED, "id", "issue_date", "sale_date"),
        ),
        Index("ix_document_corrects", "corrects_id"),
    )

    @property
    def content(self) -> Content:
        """All that the document says."""
        return cast("Content", self.head | {"positions": self.positions})

    @property
    def ksef_number(self) -> str | None:
        """The number that KSeF gave the document."""
        number: str | None = self.head["ksef_number"]
        return number


class Attachment(Base):
    """A file beside a document; the file itself is in the folder of attachments."""

    __tablename__ = "attachment"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    document_id: Mapped[str] = mapped_column(
        String(36), ForeignKey(Document.id, ondelete="CASCADE"), index=True
    )
    account_id: Mapped[str] = mapped_column(String(36), ForeignKey(Account.id))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    created_at: Mapped[datetime]


class WaitingFile(Base):
    """A file that was sent for a document, `sent_as` its name, and is not attached to it yet."""

    __tablename__ = "waiting_file"

    document_id: Mapped[str] = mapped_column(
        String(36), ForeignKey(Document.id, ondelete="CASCADE"), primary_key=True
    )
    sent_as: Mapped[str] = mapped_column(String(200), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    created_at: Mapped[datetime]


class Original(Base):
    """The file that a document came in, byte for byte."""

    __tablename__ = "original"

    document_id: Mapped[str] = mapped_column(
        String(36), ForeignKey(Document.id, ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[str] = mapped_column(String(36), ForeignKey(Account.id))
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    __table_args__ = (UniqueConstraint("account_id", "sha256"),)
