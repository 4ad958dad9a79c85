"""What failed is tried again after growing pauses, and in the end becomes a dead letter."""

import random
import traceback
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, insert, select, update
from sqlalchemy.orm import Session

from shared.bus.envelope import Envelope, Undecodable
from shared.bus.parking import OPEN, RETRY, dead_letter, is_known, lock_fence, park, parked
from shared.clock import now
from shared.inbox import Handlers, Outcome, apply

DELAYS = (1.0, 5.0, 30.0, 120.0, 600.0)  # seconds, each made up to a fifth longer by chance
ONLY_TRY = 60.0
"""Seconds after which an only try that neither worked nor failed has killed its worker."""

LONGEST_ERROR = 8000  # characters

Parked = Row[*tuple[Any, ...]]


def park_failed(
    session: Session, envelope: Envelope, error: Exception, delays: Sequence[float] = DELAYS
) -> None:
    """Park a message whose first try failed with `error` until its second one.

    Where no further try could help it is a dead letter at once.
    """
    if is_known(session, lock_fence(session, envelope.source, envelope.subject), envelope):
        return
    park(
        session,
        envelope,
        reason=RETRY,
        attempts=1,
        next_at=_later(delays, 1),
        error=_trace(error),
    )
    if not delays or isinstance(error, Undecodable):
        row = session.execute(select(parked).where(parked.c.message_id == envelope.id)).one()
        bury(session, row, _trace(error))


def claim_due(session: Session, delays: Sequence[float] = DELAYS) -> Parked | None:
    """The next parked message to try, its `attempts` with this try already counted.

    Commit before trying: a message that kills the worker must not be tried for ever. One
    that had all its tries, and could not say why it failed, is buried here.
    """
    due = select(parked).where(parked.c.next_at <= now()).order_by(parked.c.next_at, parked.c.id)
    row = session.execute(due.limit(1).with_for_update(skip_locked=True)).first()
    if row is None:
        return None
    if row.attempts > len(delays):
        bury(session, row, row.error or "The worker died each time that it tried this message.")
        return claim_due(session, delays)
    tries = row.attempts + 1
    counted = update(parked).where(parked.c.id == row.id)
    counted = counted.values(attempts=tries, next_at=_later(delays, tries))
    return session.execute(counted.returning(*parked.c)).one()


def retry(session: Session, row: Parked, handlers: Handlers) -> Outcome:
    """Try a claimed message; raises what its handler raises."""
    envelope = Envelope.from_json(row.body)
    seen = lock_fence(session, envelope.source, envelope.subject)
    if not _unpark(session, row) or envelope.version != seen.version + 1:
        return Outcome.DUPLICATE
    return apply(session, envelope, handlers, seen)


def fail_again(
    session: Session, row: Parked, error: Exception, delays: Sequence[float] = DELAYS
) -> None:
    """Note why a claimed message failed; bury it if that was its last try."""
    if row.attempts > len(delays) or isinstance(error, Undecodable):
        bury(session, row, _trace(error))
    else:
        noted = update(parked).where(_same(row))
        session.execute(noted.values(error=_trace(error)))


def bury(session: Session, row: Parked, error: str) -> int | None:
    """Make a parked message a dead letter; its subject waits until that is settled.

    The dead letter's number; None where somebody else took the message meanwhile.
    """
    if not _unpark(session, row):
        return None
    return _bury(
        session,
        error=error,
        message_id=row.message_id,
        source=row.source,
        subject=row.subject,
        version=row.version,
        name=row.name,
        body=row.body,
        attempts=row.attempts,
        first_failed_at=row.parked_at,
    )


def bury_unread(session: Session, body: bytes | str, error: Exception) -> None:
    """Make a dead letter of a body that is no envelope; it belongs to no subject."""
    readable = body if isinstance(body, str) else body.decode(errors="backslashreplace")
    _bury(session, error=str(error), body=readable.replace("\0", "\\x00"), attempts=1)


def _bury(session: Session, **values: Any) -> int:
    values.setdefault("first_failed_at", now())
    row = insert(dead_letter).values(state=OPEN, died_at=now(), **values)
    return int(session.execute(row.returning(dead_letter.c.id)).scalar_one())


def _unpark(session: Session, row: Parked) -> bool:
    """Take a message out of the parked ones; False where it is there no more."""
    taken = delete(parked).where(_same(row)).returning(parked.c.id)
    return session.execute(taken).first() is not None


def _same(row: Parked) -> ColumnElement[bool]:
    """The same message: SQLite gives the number of one that is gone to another."""
    return and_(parked.c.id == row.id, parked.c.message_id == row.message_id)


def _later(delays: Sequence[float], tries: int) -> datetime:
    """When to try again after so many tries."""
    pause = delays[min(tries, len(delays)) - 1] if delays else ONLY_TRY
    return now() + timedelta(seconds=pause * random.uniform(1.0, 1.2))  # noqa: S311


def _trace(error: Exception) -> str:
    lines = traceback.format_exception(error)
    return "".join(lines)[-LONGEST_ERROR:].replace("\0", "\\x00")
