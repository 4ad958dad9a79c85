"""The tables of bulk jobs."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from services.bureau.database import Base
from shared.database import UtcDateTime

UNFINISHED = text("finished_at IS NULL")


class BulkJob(Base):
    """What to do with which clients; how far it is follows from its times and counts."""

    __tablename__ = "bulk_job"
    __table_args__ = (
        Index(
            "ix_bulk_job_unfinished",
            "worked_at",
            postgresql_where=UNFINISHED,
            sqlite_where=UNFINISHED,
        ),
        Index("ix_bulk_job_turns", "bureau_id", "worked_at"),
        Index("uq_bulk_job_undoes", "undoes", unique=True),
        Index("uq_bulk_job_carries_out", "carries_out", unique=True),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    bureau_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    action: Mapped[str] = mapped_column(String(20))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    dry_run: Mapped[bool] = mapped_column()
    actor: Mapped[str] = mapped_column(String(80))
    requested_by: Mapped[str] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    worked_at: Mapped[datetime] = mapped_column(UtcDateTime)  # Last; jobs take turns by it.
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped: Mapped[bool] = mapped_column(default=False)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column()
    undoes: Mapped[str | None] = mapped_column(String(36))  # Another job.
    carries_out: Mapped[str | None] = mapped_column(String(36))  # A dry run.
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @property
    def progress(self) -> str:
        """The job's state as the API names it."""
        if self.finished_at:
            return "stopped" if self.stopped else "completed"
        return "running" if self.started_at else "queued"


class BulkRow(Base):
    """One client of a job; it has no outcome until its turn has come."""

    __tablename__ = "bulk_row"

    job_id: Mapped[str] = mapped_column(ForeignKey("bulk_job.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    prefix: Mapped[str] = mapped_column(String(63))
    account_id: Mapped[str | None] = mapped_column(String(36))
    outcome: Mapped[str | None] = mapped_column(String(20))
    code: Mapped[str | None] = mapped_column(String(40))
    text: Mapped[str | None] = mapped_column(Text)  # A message id of the catalogue.
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    line: Mapped[int | None] = mapped_column()  # Of the list of companies, from 1.
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # What to do it with.
    undo: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # What undoes it.
    errors: Mapped[list[dict[str, str]] | None] = mapped_column(JSON)
