"""The tables of exports that were asked for."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from services.exports.database import Base
from services.exports.jobs.lifecycle import State
from shared.clock import now
from shared.database import UtcDateTime, state_column

KEPT = timedelta(days=30)
"""How long a file is kept, from the end of its export."""


class Job(Base):
    """One export. What was asked for never changes; the rest is how far it has come.

    `lease` names the runner that has it in hand and holds until `leased_until`; `attempt`
    counts the runners that had it, `crashes` those of them that died with it. The file is
    kept in the storage under `file_key`.
    """

    __tablename__ = "job"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    state: Mapped[State] = mapped_column(state_column(State))
    requested_by: Mapped[str] = mapped_column(String(36))
    requester: Mapped[dict[str, Any]] = mapped_column(JSON)  # Kind and roles, as signed in.
    format: Mapped[str] = mapped_column(String(30))
    accounts: Mapped[list[str]] = mapped_column(JSON)  # Prefixes, in the order asked for.
    account_ids: Mapped[dict[str, str]] = mapped_column(JSON)  # Of those that may be exported.
    period_from: Mapped[date]
    period_to: Mapped[date]
    date_basis: Mapped[str] = mapped_column(String(10))
    kinds: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    direction: Mapped[str] = mapped_column(String(4))
    options: Mapped[dict[str, Any]] = mapped_column(JSON)
    only: Mapped[str | None] = mapped_column(String(20))  # `new_and_changed`.
    mark_booked: Mapped[bool] = mapped_column(default=False, server_default=false())
    repeats: Mapped[str | None] = mapped_column(String(36))  # The export that it makes again.
    dated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # To stand in the file.
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done: Mapped[int] = mapped_column(default=0)  # Documents.
    total: Mapped[int] = mapped_column(default=0)
    error: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    file_key: Mapped[str | None] = mapped_column(String(60))
    file_name: Mapped[str | None] = mapped_column(String(200))
    file_size: Mapped[int | None] = mapped_column(BigInteger)
    file_sha256: Mapped[str | None] = mapped_column(String(64))
    file_media_type: Mapped[str | None] = mapped_column(String(100))
    attempt: Mapped[int] = mapped_column(default=0)
    crashes: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str | None] = mapped_column(String(36))
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column()

    __table_args__ = (
        Index("ix_job_requested_by", "requested_by", "id"),
        Index("ix_job_state", "state", "created_at"),
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def expires_at(self) -> datetime | None:
        """When the file ends; None where there is none, or not any more."""
        return self.ended_at + KEPT if self.ended_at and self.state is State.COMPLETED else None

    @property
    def has_file(self) -> bool:
        """Whether there is a file, and its time is not over; sweeping it away may take longer."""
        return self.file_key is not None and self.expires_at is not None and now() < self.expires_at


class JobProblem(Base):
    """A problem that a run reported. Those of the job's newest attempt count."""

    __tablename__ = "job_problem"

    job_id: Mapped[str] = mapped_column(ForeignKey("job.id"), primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(63))  # Its prefix.
    document: Mapped[str | None] = mapped_column(String(256))  # Its number.
    document_id: Mapped[str | None] = mapped_column(String(36))
    code: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    fix: Mapped[str | None] = mapped_column(String(10))  # `company` or `settings`.


class JobPart(Base):
    """One account of an export of several: who has it in hand, and what came of it.

    `attempt` names the file in the storage: `packed_size` bytes of the deflated file, and
    behind them the journal of its run; it is 0 once that file was deleted. The row of a complete
    export stays until it expires, and then there is none.
    """

    __tablename__ = "job_part"

    job_id: Mapped[str] = mapped_column(ForeignKey("job.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    prefix: Mapped[str] = mapped_column(String(63))
    done: Mapped[int] = mapped_column(default=0, server_default="0")  # Documents.
    attempt: Mapped[int] = mapped_column(default=0, server_default="0")
    crashes: Mapped[int] = mapped_column(default=0, server_default="0")
    lease: Mapped[str | None] = mapped_column(String(36))
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    obstacle: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    size: Mapped[int | None] = mapped_column(BigInteger)
    packed_size: Mapped[int | None] = mapped_column(BigInteger)
    crc: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64))
    name: Mapped[str | None] = mapped_column(Text)  # Of the company, for the summary.
    tax_no: Mapped[str | None] = mapped_column(String(64))
    documents: Mapped[int | None]  # None where the account may not be exported.

    __table_args__ = (
        Index(
            "ix_job_part_left",
            "job_id",
            "position",
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
    )
