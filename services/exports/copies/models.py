"""The copies: accounts, their documents with the originals, and the bureaus' clients."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.exports.database import Base
from shared.database import UtcDateTime

# Numbers sort by their bytes on both databases, so that both give the same file.
BytewiseNumber = String(256).with_variant(String(256, collation="C"), "postgresql")


class Account(Base):
    """A firm, as far as exports needs it.

    `bureau_id`, `link_id` and `bureau_role` are what accounts says of the linked bureau.
    """

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    prefix: Mapped[str] = mapped_column(String(63), unique=True)
    company: Mapped[dict[str, Any]] = mapped_column(JSON)
    owner_kind: Mapped[str] = mapped_column(String(10))
    owner_id: Mapped[str] = mapped_column(String(36))
    bureau_id: Mapped[str | None] = mapped_column(String(36))
    link_id: Mapped[str | None] = mapped_column(String(36))
    bureau_role: Mapped[str | None] = mapped_column(String(20))
    known_at: Mapped[datetime] = mapped_column(UtcDateTime)  # When it came over the bus.


class Client(Base):
    """An account as a bureau's client; its id is the link's.

    Open while it is active or handed over; over once it is detached.
    """

    __tablename__ = "client"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(36), index=True)
    bureau_id: Mapped[str] = mapped_column(String(36))
    is_open: Mapped[bool] = mapped_column(default=False)
    is_over: Mapped[bool] = mapped_column(default=False)
    assigned: Mapped[list[str]] = mapped_column(JSON, default=list)  # Ids of the bureau's people.


class Document(Base):
    """A document in its newest version. `content` is its canonical JSON, as accounts sent it,
    `attachments` say what is attached to it, None where the copy is older than such lists; their
    bytes stay in accounts.

    The account need not be known yet: messages of different subjects come in any order.
    """

    __tablename__ = "document"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(36))
    version: Mapped[int]
    issue_date: Mapped[date]
    sale_date: Mapped[date]  # The issue date, where the document names no other.
    accounting_date: Mapped[date]
    kind: Mapped[str] = mapped_column(String(30))
    income: Mapped[bool]
    number: Mapped[str] = mapped_column(BytewiseNumber)
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))  # Of all that it says; see `fingerprint`.
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attachments: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    with_attachments: Mapped[str | None] = mapped_column(String(64))  # SHA-256 of both, if any.

    __table_args__ = (
        # One index for each order in which an export may read them.
        Index("ix_document_issue", "account_id", "issue_date", "number", "id"),
        Index("ix_document_sale", "account_id", "sale_date", "number", "id"),
        Index("ix_document_accounting", "account_id", "accounting_date", "number", "id"),
        Index("ix_document_recorded", "account_id", "recorded_at"),
    )


class Original(Base):
    """The file that a document came in, byte for byte."""

    __tablename__ = "original"

    document_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
