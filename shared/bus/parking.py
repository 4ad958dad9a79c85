"""The order of a subject's messages: its fence, and those that wait behind it.

The fence of a subject is the version of its last message that was handled. A message further
on than the next one is parked until those before it came; a message that failed is parked
until its next try; one that failed too often is a dead letter, and holds up only its subject.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    exists,
    false,
    select,
    true,
    update,
)
from sqlalchemy.orm import Session

from shared.bus.envelope import Envelope
from shared.clock import now
from shared.database import BigIdentity, UtcDateTime, technical
from shared.upsert import insert_for

GAP, RETRY = "gap", "retry"  # Why a message is parked.
OPEN, REPLAYED, DROPPED = "open", "replayed", "dropped"  # What became of a dead letter.
SKIPPED = "skipped"  # Handled without those before it, which never came.

fence = Table(
    "inbox_subject",
    technical,
    Column("source", String(40), primary_key=True),
    Column("subject", String(120), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("held", Boolean, nullable=False, server_default=false()),  # Some are parked or dead.
    Column("asked_at", UtcDateTime),  # When its owner was last told of a gap.
)
Index(
    "ix_inbox_subject_held",
    fence.c.subject,
    postgresql_where=fence.c.held == true(),
    sqlite_where=fence.c.held == true(),
)

parked = Table(
    "parked",
    technical,
    Column("id", BigIdentity, primary_key=True, autoincrement=True),
    Column("message_id", String(36), nullable=False),
    Column("source", String(40), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("name", String(120), nullable=False),
    Column("body", Text, nullable=False),
    Column("reason", String(10), nullable=False),
    Column("parked_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", UtcDateTime, index=True),  # None: it waits for those before it.
    Column("error", Text),
    UniqueConstraint("source", "subject", "version"),
)

dead_letter = Table(
    "dead_letter",
    technical,
    Column("id", BigIdentity, primary_key=True, autoincrement=True),
    Column("message_id", String(36)),  # None, like the next four: it could not be read at all.
    Column("source", String(40)),
    Column("subject", String(120)),
    Column("version", BigInteger),
    Column("name", String(120)),
    Column("body", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("first_failed_at", UtcDateTime, nullable=False),
    Column("died_at", UtcDateTime, nullable=False),
    Column("state", String(10), nullable=False, index=True),
    Column("settled_at", UtcDateTime),
    Column("settled_by", String(80)),
    Column("settled_why", Text),
    Index("ix_dead_letter_subject", "subject", "version"),
)


class Fence(NamedTuple):
    """`version` was handled last; `held` says whether later ones are parked or dead."""

    version: int
    held: bool


def lock_fence(session: Session, source: str, subject: str) -> Fence:
    """The fence of a subject; nobody else handles this subject before the transaction ends."""
    row = insert_for(session, fence).values(source=source, subject=subject, version=0)
    row = row.on_conflict_do_update(
        index_elements=["source", "subject"], set_={"version": fence.c.version}
    )
    return Fence(*session.execute(row.returning(fence.c.version, fence.c.held)).one())


def step_over(session: Session, envelope: Envelope) -> bool:
    """Move a subject's fence over the message whose turn it is, in one statement.

    False where it is not its turn, and where others of the subject are parked or dead: then
    nothing has changed. As with `lock_fence`, nobody else handles this subject meanwhile.
    """
    before = (fence.c.version == envelope.version - 1) & (fence.c.held == false())
    if envelope.version == 1:
        first = {"source": envelope.source, "subject": envelope.subject, "version": 1}
        row = insert_for(session, fence).values(first)
        moved = row.on_conflict_do_update(
            index_elements=["source", "subject"], set_={"version": 1}, where=before
        ).returning(fence.c.version)
        return session.execute(moved).first() is not None
    mine = of(fence, envelope.source, envelope.subject)
    step = update(fence).where(mine, before).values(version=envelope.version)
    return session.execute(step.returning(fence.c.version)).first() is not None


def is_known(session: Session, seen: Fence, envelope: Envelope) -> bool:
    """Whether this message was handled, is parked, or is a dead letter that nobody settled."""
    if envelope.version <= seen.version:
        return True
    if not seen.held:
        return False
    waits = exists().where(
        of(parked, envelope.source, envelope.subject), parked.c.version == envelope.version
    )
    dead = exists().where(
        of(dead_letter, envelope.source, envelope.subject),
        dead_letter.c.version == envelope.version,
        dead_letter.c.state == OPEN,
    )
    return bool(session.scalar(select(waits | dead)))


def park(
    session: Session,
    envelope: Envelope,
    *,
    reason: str,
    next_at: datetime | None = None,
    attempts: int = 0,
    error: str | None = None,
) -> None:
    """Keep a message until `next_at`, or until its turn; one that is kept already stays as is."""
    row = insert_for(session, parked).values(
        message_id=envelope.id,
        source=envelope.source,
        subject=envelope.subject,
        version=envelope.version,
        name=envelope.type,
        body=envelope.to_json(),
        reason=reason,
        parked_at=now(),
        attempts=attempts,
        next_at=next_at,
        error=error,
    )
    session.execute(row.on_conflict_do_nothing())
    hold = update(fence).where(of(fence, envelope.source, envelope.subject))
    session.execute(hold.values(held=True))


def advance(session: Session, source: str, subject: str, *, to: int) -> None:
    """Set the fence to version `to`; the message after it, if parked, is due at once."""
    follower = update(parked).where(
        of(parked, source, subject), parked.c.version == to + 1, parked.c.reason == GAP
    )
    session.execute(follower.values(reason=RETRY, next_at=now()))
    later = exists().where(of(parked, source, subject), parked.c.version > to)
    dead = exists().where(
        of(dead_letter, source, subject),
        dead_letter.c.version > to,
        dead_letter.c.state == OPEN,
    )
    moved = update(fence).where(of(fence, source, subject))
    session.execute(moved.values(version=to, held=later | dead))


def of(table: Table, source: str, subject: str) -> ColumnElement[bool]:
    """The rows of `table` that are about this subject."""
    return (table.c.source == source) & (table.c.subject == subject)
