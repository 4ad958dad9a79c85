"""The table of requests for new companies."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.bureau.companies.lifecycle import State
from services.bureau.database import Base
from services.bureau.module.models import Module
from services.bureau.served.columns import ServedColumns
from shared.database import UtcDateTime, state_column


class CompanyRequest(ServedColumns, Base):
    """A company for which a bureau wants an account.

    `seat` is the name under which its seat stands in the seat movements, while it has one.
    """

    __tablename__ = "company_request"
    __table_args__ = (
        *(
            # Of the many requests that have become clients none is shown.
            Index(
                f"ix_company_request_shown_{column}",
                "bureau_id",
                column,
                "id",
                postgresql_where=text("shown"),
                sqlite_where=text("shown = 1"),
            )
            for column in ("sort_key", "prefix", "since")
        ),
        Index("ix_company_request_prefix", "bureau_id", "prefix"),
        Index("ix_company_request_open", "state", "requested_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    bureau_id: Mapped[str] = mapped_column(ForeignKey("module.id"))
    company: Mapped[dict[str, Any]] = mapped_column(JSON)
    client_email: Mapped[str | None] = mapped_column(String(254))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[State] = mapped_column(state_column(State))
    reason: Mapped[str | None] = mapped_column(String(40))  # A problem code.
    detail: Mapped[str | None] = mapped_column(Text)
    seat: Mapped[str | None] = mapped_column(String(36))
    version: Mapped[int] = mapped_column()

    module: Mapped[Module] = relationship()

    __mapper_args__ = {"version_id_col": version}
