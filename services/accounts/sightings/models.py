"""The table of sightings."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, String, event
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.accounts.models import Account
from services.accounts.database import Base
from services.accounts.sightings.triggers import guard


class Sighting(Base):
    """Somebody looked at something in an account, for the first time in this hour.

    `what` is one of `kinds.KINDS`. `subject` is the id of the document, of the export for
    `export`, and empty where many were seen at once, in a list or by a program. `bureau_id` is
    the bureau through which they reach the account. Rows are added, and deleted once they are
    old; triggers refuse to change one.
    """

    __tablename__ = "sighting"

    account_id: Mapped[str] = mapped_column(ForeignKey(Account.id), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    hour: Mapped[datetime] = mapped_column(index=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    bureau_id: Mapped[str | None] = mapped_column(String(36))
    what: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(String(36))
    format: Mapped[str | None] = mapped_column(String(40))

    __table_args__ = (
        Index("uq_sighting_hour", "account_id", "actor", "hour", "what", "subject", unique=True),
    )


@event.listens_for(Base.metadata, "after_create")
def _guard_new_table(_: object, connection: Connection, **options: Any) -> None:
    """Where tables are made without migrations, as in tests, it is guarded as well."""
    if Sighting.__table__ in (options.get("tables") or ()):
        guard(connection)
