"""Dead letters: looking at them, and the ways to settle one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session

from shared.bus.envelope import Envelope, Undecodable
from shared.bus.parking import (
    DROPPED,
    OPEN,
    REPLAYED,
    SKIPPED,
    advance,
    dead_letter,
    lock_fence,
    of,
    parked,
)
from shared.bus.retries import Parked, bury
from shared.clock import now
from shared.errors import Missing, Refused
from shared.inbox import set_aside

DeadLetter = Row[*tuple[Any, ...]]

_IS_OPEN = dead_letter.c.state == OPEN


def open_ones(session: Session) -> Sequence[DeadLetter]:
    """The dead letters that nobody settled, the oldest first."""
    query = select(dead_letter).where(_IS_OPEN).order_by(dead_letter.c.id)
    return session.execute(query).all()


def find(session: Session, number: int) -> DeadLetter:
    """One dead letter that nobody settled; raises Missing."""
    query = select(dead_letter).where(dead_letter.c.id == number, _IS_OPEN)
    row = session.execute(query).first()
    if row is None:
        raise Missing("There is no open dead letter %(number)s.", number=number)
    return row


def replay(session: Session, number: int, by: str, why: str) -> None:
    """Let the worker try it again, with all its tries; its subject goes on when it works."""
    row = _hold(session, number)
    try:
        envelope = Envelope.from_json(row.body)
    except Undecodable as error:
        text = "Dead letter %(number)s can't be read: %(reason)s. Drop it."
        raise Refused(text, number=number, reason=str(error)) from error
    _settle(session, number, REPLAYED, by, why)
    set_aside(session, envelope)


def drop(session: Session, number: int, by: str, why: str) -> None:
    """Give it up for good; its subject goes on with the message after it."""
    row = _hold(session, number)
    _settle(session, number, DROPPED, by, why)
    if row.subject is not None:
        seen = lock_fence(session, row.source, row.subject)
        advance(session, row.source, row.subject, to=max(seen.version, row.version))


def skip_to(session: Session, row: Parked, by: str, why: str) -> int | None:
    """Go on with a parked message without those before it, as `skip_gap` does.

    The number of the dead letter in which that is written; None where it is parked no more.
    """
    skip_gap(session, row.source, row.subject)
    number = bury(session, row, "What came before it in its subject never arrived.")
    if number is not None:
        _settle(session, number, SKIPPED, by, why)
        set_aside(session, Envelope.from_json(row.body))
    return number


def skip_gap(session: Session, source: str, subject: str) -> int:
    """Go on with what is parked, without what is missing; returns the first version handled.

    For a gap that nobody can fill any more, as the owner keeps its messages for 30 days only.
    """
    lock_fence(session, source, subject)
    if session.scalar(select(dead_letter.c.id).where(of(dead_letter, source, subject), _IS_OPEN)):
        raise Refused("%(subject)s has a dead letter; settle that first.", subject=subject)
    first = session.scalar(select(func.min(parked.c.version)).where(of(parked, source, subject)))
    if first is None:
        raise Missing("Nothing is parked for %(subject)s.", subject=subject)
    advance(session, source, subject, to=first - 1)
    return int(first)


def _hold(session: Session, number: int) -> DeadLetter:
    """The same as `find`; nobody else settles it before the transaction ends."""
    query = select(dead_letter.c.id).where(dead_letter.c.id == number).with_for_update()
    session.execute(query)
    return find(session, number)


def _settle(session: Session, number: int, state: str, by: str, why: str) -> None:
    settled = update(dead_letter).where(dead_letter.c.id == number)
    values = {"state": state, "settled_at": now(), "settled_by": by, "settled_why": why}
    session.execute(settled.values(values))
