"""Messages leave a service through its own database, in the transaction that caused them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    UniqueConstraint,
    any_,
    delete,
    event,
    false,
    func,
    insert,
    literal,
    select,
    text,
    true,
    update,
)
from sqlalchemy.orm import Session

from shared.bus.doorbell import folder_beside, ring
from shared.bus.envelope import Envelope
from shared.clock import now, rfc3339
from shared.context import context_of
from shared.database import BigIdentity, UtcDateTime, technical
from shared.ids import new_id
from shared.message import Message
from shared.upsert import insert_in

CHANNEL = "outbox"  # What the relay listens to on PostgreSQL.

outbox = Table(
    "outbox",
    technical,
    Column("id", BigIdentity, primary_key=True, autoincrement=True),
    Column("message_id", String(36), nullable=False, unique=True),
    Column("subject", String(120), nullable=False),
    Column("subject_version", BigInteger, nullable=False),
    Column("name", String(120), nullable=False),  # Also the routing key.
    Column("body", Text, nullable=False),  # The whole envelope.
    Column("created_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime),
    Column("unroutable", Boolean, nullable=False, server_default=false()),
    Column("attempts", Integer, nullable=False, server_default="0"),  # That were refused.
    Column("last_error", Text),
    UniqueConstraint("subject", "subject_version"),
)
Index(
    "ix_outbox_unsent",
    outbox.c.id,
    postgresql_where=outbox.c.sent_at.is_(None),
    sqlite_where=outbox.c.sent_at.is_(None),
)
Index(
    "ix_outbox_unroutable",
    outbox.c.id,
    postgresql_where=outbox.c.unroutable == true(),
    sqlite_where=outbox.c.unroutable == true(),
)

outbox_subject = Table(
    "outbox_subject",
    technical,
    Column("subject", String(120), primary_key=True),
    Column("version", BigInteger, nullable=False),
)

WRITING = insert(outbox)
NOTIFYING = WRITING.returning(func.pg_notify(CHANNEL, ""))


def publish(
    session: Session, message: Message, *, subject_id: str, message_id: str | None = None
) -> str:
    """Write `message` to the outbox and return its id; it leaves only if `session` commits.

    The message gets the next version of its subject. The count is kept in the same
    transaction and its row stays locked until the end, so that the messages of a subject
    are numbered 1, 2, 3 … in the order in which they were committed.
    """
    subject = f"{message.subject_kind()}/{subject_id}"
    envelope = _envelope(
        session,
        message,
        message_id=message_id or new_id(),
        subject=subject,
        version=_next_version(session, subject),
    )
    row = _row(envelope)
    if session.get_bind().dialect.name == "postgresql":  # In one statement, not in two.
        session.execute(NOTIFYING, row)
    else:
        session.execute(WRITING, row)
        _wake_relay(session)
    return envelope.id


def publish_first(session: Session, messages: Sequence[tuple[Message, str]]) -> None:
    """Write the first messages of many new subjects, each with its subject's id.

    Does what `publish` would do for each, in a few statements for all. Nobody may have
    published about any of the subjects before, nor do so at the same time.
    """
    envelopes = [
        _envelope(
            session,
            message,
            message_id=new_id(),
            subject=f"{message.subject_kind()}/{subject_id}",
            version=1,
        )
        for message, subject_id in messages
    ]
    if envelopes:
        subjects = [{"subject": each.subject, "version": 1} for each in envelopes]
        session.execute(insert(outbox_subject), subjects)
        session.execute(WRITING, [_row(envelope) for envelope in envelopes])
        _wake_relay(session)


def resend(
    session: Session,
    *,
    name: str | None = None,
    subject: str | None = None,
    owner: str | None = None,
    after: int = 0,
    since: datetime | None = None,
) -> int:
    """Send again what was sent and fits every condition given; returns how many.

    `after` is a version of the subject, `since` a time of publishing, `owner` a service.
    Listeners that know a message already drop it.
    """
    sent = update(outbox).where(outbox.c.sent_at.is_not(None))
    if name:
        sent = sent.where(outbox.c.name == name)
    if subject:
        sent = sent.where(outbox.c.subject == subject, outbox.c.subject_version > after)
    if owner:
        sent = sent.where(outbox.c.name.startswith(f"{owner}.", autoescape=True))
    if since:
        sent = sent.where(outbox.c.created_at >= since)
    rows = session.execute(sent.values(sent_at=None, unroutable=False).returning(outbox.c.id)).all()
    if rows:
        _wake_relay(session)
    return len(rows)


def unsent(session: Session, *, limit: int, after: int = 0) -> Sequence[Row[*tuple[Any, ...]]]:
    """The oldest messages that were not sent, of those with a higher id than `after`.

    Rows of id, message_id, name and body. A lower id may still be committed later, so
    `after` is never more than a way not to see again what is being sent just now.
    """
    columns = select(outbox.c.id, outbox.c.message_id, outbox.c.name, outbox.c.body)
    waiting = columns.where(outbox.c.sent_at.is_(None), outbox.c.id > after)
    return session.execute(waiting.order_by(outbox.c.id).limit(limit)).all()


def mark_sent(session: Session, ids: Collection[int], *, unroutable: Collection[int]) -> None:
    """Note that the bus has these; of them `unroutable` reached nobody, as nobody listens."""
    sent = update(outbox).where(_is_among(session, ids), outbox.c.sent_at.is_(None))
    nobody = outbox.c.id.in_(unroutable) if unroutable else false()
    session.execute(sent.values(sent_at=now(), unroutable=nobody))


def mark_refused(session: Session, ids: Collection[int], error: str) -> None:
    """Note that the bus did not take these; they stay and are tried again."""
    refused = update(outbox).where(outbox.c.id.in_(ids))
    session.execute(refused.values(attempts=outbox.c.attempts + 1, last_error=error))


def purge(session: Session, *, before: datetime, limit: int = 1000) -> int:
    """Delete at most `limit` messages that were sent and are older than `before`; how many."""
    sent = select(outbox.c.id).where(outbox.c.sent_at.is_not(None), outbox.c.created_at < before)
    oldest = sent.order_by(outbox.c.id).limit(limit)
    gone = delete(outbox).where(outbox.c.id.in_(oldest)).returning(outbox.c.id)
    return len(session.execute(gone).all())


def _is_among(session: Session, ids: Collection[int]) -> ColumnElement[bool]:
    """Whether a row has one of these ids; PostgreSQL takes many as one value, which is quicker."""
    if session.get_bind().dialect.name == "postgresql":
        return outbox.c.id == any_(literal(list(ids), ARRAY(BigInteger)))
    return outbox.c.id.in_(ids)


def _row(envelope: Envelope) -> dict[str, Any]:
    return {
        "message_id": envelope.id,
        "subject": envelope.subject,
        "subject_version": envelope.version,
        "name": envelope.type,
        "body": envelope.to_json(),
        "created_at": now(),
    }


def _next_version(session: Session, subject: str) -> int:
    count = _counting(session.get_bind().dialect.name)
    return int(session.execute(count, {"subject": subject, "version": 1}).scalar_one())


@cache
def _counting(dialect: str) -> Any:
    """Counts a subject's messages; made once, since making it takes longer than running it."""
    count = insert_in(dialect, outbox_subject).on_conflict_do_update(
        index_elements=["subject"], set_={"version": outbox_subject.c.version + 1}
    )
    return count.returning(outbox_subject.c.version)


def _envelope(
    session: Session, message: Message, *, message_id: str, subject: str, version: int
) -> Envelope:
    context = context_of(session)
    return Envelope(
        id=message_id,
        source="/" + message.name.split(".")[0],
        type=message.name,
        subject=subject,
        version=version,
        time=rfc3339(now()),
        data=message.to_body(),
        actor=context.actor,
        correlation=context.correlation or context.cause or message_id,
        cause=context.cause,
    )


def _wake_relay(session: Session) -> None:
    """Wake the relay once this transaction commits."""
    engine = session.get_bind().engine
    if engine.dialect.name == "postgresql":
        session.execute(text(f"NOTIFY {CHANNEL}"))
    elif engine.url.database and CHANNEL not in session.info:
        session.info[CHANNEL] = folder_beside(engine.url.database)
        event.listen(session, "after_commit", _ring)


def _ring(session: Any) -> None:
    ring(session.info[CHANNEL])
