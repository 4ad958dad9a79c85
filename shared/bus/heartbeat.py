"""Signs of life: each process of a service beats in the service's database; `/readyz` looks."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Boolean, Column, String, Table, Text, select
from sqlalchemy.orm import Session

from shared.clock import now
from shared.database import UtcDateTime, technical
from shared.upsert import insert_for

EVERY = 2.0  # seconds
WITHIN = timedelta(seconds=10)

heartbeat = Table(
    "heartbeat",
    technical,
    Column("process", String(40), primary_key=True),
    Column("beat_at", UtcDateTime, nullable=False),
    Column("connected", Boolean, nullable=False),
    Column("connected_at", UtcDateTime),  # The last beat that reached the bus.
    Column("detail", Text),
)


def beat(
    session: Session, process: str, *, connected: bool = True, detail: str | None = None
) -> None:
    """Note that `process` lives, and whether it reaches the bus."""
    sign: dict[str, Any] = {"beat_at": now(), "connected": connected, "detail": detail}
    if connected:
        sign["connected_at"] = sign["beat_at"]
    row = insert_for(session, heartbeat).values(process=process, **sign)
    session.execute(row.on_conflict_do_update(index_elements=["process"], set_=sign))


def alive(session: Session, process: str, within: timedelta = WITHIN) -> bool:
    """Whether `process` was alive and connected at most `within` ago."""
    beats = select(heartbeat.c.connected).where(
        heartbeat.c.process == process, heartbeat.c.beat_at > now() - within
    )
    return bool(session.scalar(beats))


def connected_within(session: Session, process: str, span: timedelta) -> bool:
    """Whether `process` reached the bus at most `span` ago, however it is now."""
    beats = select(heartbeat.c.process).where(
        heartbeat.c.process == process, heartbeat.c.connected_at > now() - span
    )
    return session.scalar(beats) is not None
