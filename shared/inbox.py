"""A message that comes twice is handled once, and those of one subject in their order."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Column, String, Table, delete, select, update
from sqlalchemy.orm import Session

from shared.bus.envelope import Envelope, Undecodable
from shared.bus.parking import (
    GAP,
    RETRY,
    Fence,
    advance,
    fence,
    is_known,
    lock_fence,
    of,
    park,
    step_over,
)
from shared.clock import now
from shared.context import Context, act_as
from shared.database import UtcDateTime, technical
from shared.message import Message
from shared.upsert import insert_for

Handler = Callable[[Session, Any], None]
Handlers = Mapping[type[Message], Handler]

inbox = Table(
    "inbox",
    technical,
    Column("message_id", String(36), primary_key=True),
    Column("received_at", UtcDateTime, nullable=False),
)


class Outcome(Enum):
    """What became of a message that came in."""

    APPLIED = "applied"
    FREED = "applied, and others of its subject wait behind it"
    DUPLICATE = "seen before"
    PARKED = "parked"
    BURIED = "a dead letter"


def receive(session: Session, envelope: Envelope, handlers: Handlers) -> Outcome:
    """Handle a message that the bus brought, or park it behind a gap, or drop a duplicate.

    Everything happens in the transaction of `session`: the mark that it was handled, what
    its handler did and what that published. Raises what the handler raises, and Undecodable.
    """
    if step_over(session, envelope):  # As nearly always.
        _handle_once(session, envelope, handlers)
        return Outcome.APPLIED
    seen = lock_fence(session, envelope.source, envelope.subject)
    if is_known(session, seen, envelope):
        return Outcome.DUPLICATE
    if envelope.version > seen.version + 1:
        park(session, envelope, reason=GAP)
        return Outcome.PARKED
    return apply(session, envelope, handlers, seen)


def set_aside(session: Session, envelope: Envelope) -> Outcome:
    """Park a message unhandled, so that trying it is counted before it can kill the worker."""
    seen = lock_fence(session, envelope.source, envelope.subject)
    if is_known(session, seen, envelope):
        return Outcome.DUPLICATE
    if envelope.version > seen.version + 1:
        park(session, envelope, reason=GAP)
    else:
        park(session, envelope, reason=RETRY, next_at=now())
    return Outcome.PARKED


def apply(session: Session, envelope: Envelope, handlers: Handlers, seen: Fence) -> Outcome:
    """Handle the message whose turn it is; one that nobody handles only moves the fence."""
    _handle_once(session, envelope, handlers)
    if seen.held:
        advance(session, envelope.source, envelope.subject, to=envelope.version)
        return Outcome.FREED
    moved = update(fence).where(of(fence, envelope.source, envelope.subject))
    session.execute(moved.values(version=envelope.version))
    return Outcome.APPLIED


def purge(session: Session, *, before: datetime, limit: int = 1000) -> int:
    """Forget at most `limit` messages received before `before`; their fence still knows them."""
    old = select(inbox.c.message_id).where(inbox.c.received_at < before).limit(limit)
    gone = delete(inbox).where(inbox.c.message_id.in_(old)).returning(inbox.c.message_id)
    return len(session.execute(gone).all())


def _handle_once(session: Session, envelope: Envelope, handlers: Handlers) -> None:
    mark = insert_for(session, inbox).values(message_id=envelope.id, received_at=now())
    marked = session.execute(mark.on_conflict_do_nothing().returning(inbox.c.message_id))
    if marked.first():
        act_as(session, Context(envelope.actor, envelope.id, envelope.correlation))
        _handle(session, envelope, handlers)


def _handle(session: Session, envelope: Envelope, handlers: Handlers) -> None:
    for message_type, handler in handlers.items():
        if message_type.name == envelope.type:
            handler(session, _message(message_type, envelope))


def _message(message_type: type[Message], envelope: Envelope) -> Message:
    try:
        return message_type.from_body(envelope.data)
    except TypeError as error:
        raise Undecodable(f"{envelope.type}: {error}") from error
