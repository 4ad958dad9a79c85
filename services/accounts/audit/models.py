"""The tables of the audit."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, ForeignKey, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.accounts.models import Account
from services.accounts.audit.triggers import guard
from services.accounts.database import Base


class AuditRow(Base):
    """One change in an account. `hash` covers all other columns and the row before.

    `before` is none where something began, `after` where it ended. Rows are numbered 1, 2, 3 …
    within their account; triggers refuse to change or delete one.
    """

    __tablename__ = "audit_row"

    account_id: Mapped[str] = mapped_column(ForeignKey(Account.id), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    cause: Mapped[str | None] = mapped_column(String(80))
    what: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    reason: Mapped[str | None] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """How far an account's chain has come. Whoever adds a row holds this one until they commit."""

    __tablename__ = "audit_head"

    account_id: Mapped[str] = mapped_column(ForeignKey(Account.id), primary_key=True)
    count: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))


@event.listens_for(Base.metadata, "after_create")
def _guard_new_tables(_: object, connection: Connection, **options: Any) -> None:
    """Where tables are made without migrations, as in tests, they are guarded as well."""
    made = options.get("tables") or ()
    if AuditHead.__table__ in made and AuditRow.__table__ in made:
        guard(connection)
