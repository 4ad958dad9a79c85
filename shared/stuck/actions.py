"""What an operator sees of stuck work, and the three ways on; each wants a reason and keeps it.

A dead letter waits for somebody to decide. A parked message is tried again by itself, or waits
for those of its subject before it. A decision stays in the row of the dead letter; a parked
message becomes one in the same transaction, so its body and the reason are kept.
"""

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, String, case, cast, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from shared.bus import dead_letters
from shared.bus.envelope import Envelope, Undecodable
from shared.bus.parking import GAP, OPEN, RETRY, dead_letter, fence, lock_fence, of, parked
from shared.bus.retries import bury
from shared.clock import now
from shared.database import UtcDateTime
from shared.errors import Missing, Refused
from shared.inbox import inbox
from shared.texts import N_
from shared.web.lists import Page, paginate_rows

DEAD = "dead"
STATES = (DEAD, RETRY, GAP)
"""Of what is stuck. What was settled is `replayed`, `dropped` or `skipped`."""

REPLAY, DROP, SKIP = "replay", "drop", "skip"
ACTIONS = (REPLAY, DROP, SKIP)

UNKNOWN = N_("There is no such stuck message.")
OVER = N_("This message is not stuck any more: it was handled or settled meanwhile.")
WAITS = N_("This message waits for others of its subject. Settle first what stands before it.")
DUE = N_("This message is about to be tried again already.")
NOTHING_MISSING = N_("Nothing is missing before this message.")
UNREADABLE = N_("This message can't be read, so it can't be tried again. Drop it.")

Stuck = Row[*tuple[Any, ...]]
"""A message: `id`, `state`, `source`, `subject`, `version`, `name`, `error`, `attempts`, `since`,
`next_at`; in `settled_at`, `settled_by` and `settled_why` what was decided; all but the list's
rows have a `body`. The `id` of a dead letter is its number, of a parked message the message's."""

_dead = (
    dead_letter.c.id.label("number"),
    cast(dead_letter.c.id, String(36)).label("id"),
    dead_letter.c.source,
    dead_letter.c.subject,
    dead_letter.c.version,
    dead_letter.c.name,
    dead_letter.c.error,
    dead_letter.c.attempts,
    dead_letter.c.first_failed_at.label("since"),
    cast(null(), UtcDateTime).label("next_at"),
)
_parked = (
    parked.c.id.label("number"),
    parked.c.message_id.label("id"),
    parked.c.source,
    parked.c.subject,
    parked.c.version,
    parked.c.name,
    parked.c.error,
    parked.c.attempts,
    parked.c.parked_at.label("since"),
    parked.c.next_at,
)
_settled = (dead_letter.c.settled_at, dead_letter.c.settled_by, dead_letter.c.settled_why)
_unsettled = tuple(cast(null(), column.type).label(column.key) for column in _settled)
_rows = union_all(
    select(literal(0).label("rank"), literal(DEAD).label("state"), *_dead, *_unsettled).where(
        dead_letter.c.state == OPEN
    ),
    select(literal(1).label("rank"), parked.c.reason.label("state"), *_parked, *_unsettled),
).subquery("stuck")


class Versions(NamedTuple):
    """The first and the last version of some messages of a subject."""

    first: int
    last: int


@dataclass(frozen=True)
class Look:
    """A message with what stands around it in its subject."""

    stuck: Stuck
    allowed: tuple[str, ...]  # What may be done to it now.
    behind: int  # How many of its subject are parked behind it.
    ahead: str | None  # The id of what has to be settled before it.
    missing: Versions | None  # What never came.


def listed(session: Session, *, state: str | None, limit: int, cursor: str | None) -> Page[Stuck]:
    """What is stuck: dead letters first, the oldest of each kind first; without bodies."""
    query = select(_rows) if state is None else select(_rows).where(_rows.c.state == state)
    by = [_rows.c.rank, _rows.c.number]
    return paginate_rows(session, query, by, limit=limit, cursor=cursor)


def count_by_state(session: Session) -> dict[str, int]:
    """How much is stuck in each of the states, 0 where nothing is."""
    query = select(_rows.c.state, func.count().label("amount")).group_by(_rows.c.state)
    counted = {row.state: int(row.amount) for row in session.execute(query)}
    return dict.fromkeys(STATES, 0) | counted


def decisions(session: Session, *, limit: int, cursor: str | None) -> Page[Stuck]:
    """What was settled, by whom and why, the newest first; without bodies."""
    query = _dead_letters().where(dead_letter.c.state != OPEN)
    by = [dead_letter.c.settled_at, _dead[0]]
    return paginate_rows(session, query, by, limit=limit, cursor=cursor, descending=True)


def look(session: Session, stuck_id: str) -> Look:
    """One message with its body, stuck or settled; raises Missing."""
    row = _find(session, stuck_id)
    if row is None:
        raise Missing(UNKNOWN)
    if row.subject is None or row.state not in STATES:
        return Look(row, _allowed(row, None), 0, None, None)
    ahead = _ahead(session, row)
    missing = _missing(session, row) if row.state == GAP and ahead is None else None
    return Look(row, _allowed(row, ahead), _count_behind(session, row), ahead, missing)


def is_over(session: Session, stuck_id: str) -> bool:
    """Whether this message was stuck once, as far as is known, and is not parked any more."""
    handled = select(inbox.c.message_id).where(inbox.c.message_id == stuck_id)
    died = select(dead_letter.c.message_id).where(dead_letter.c.message_id == stuck_id)
    return session.execute(union_all(handled, died).limit(1)).first() is not None


def replay(session: Session, stuck_id: str, *, by: str, why: str) -> Look:
    """Let the worker try it now, with all its tries; what waits behind it follows in order.

    Raises Missing, and Refused where it is over, not its turn, or can't be read.
    """
    if not _is_number(stuck_id) and _is_due(_hold_parked(session, stuck_id)):
        raise Refused(DUE)
    number = _take(session, stuck_id)
    if not _is_readable(look(session, str(number)).stuck.body):
        raise Refused(UNREADABLE)
    dead_letters.replay(session, number, by, why)
    return look(session, str(number))


def drop(session: Session, stuck_id: str, *, by: str, why: str) -> Look:
    """Give it up for good; what waits behind it goes on. Raises as `replay` does."""
    number = _take(session, stuck_id)
    dead_letters.drop(session, number, by, why)
    return look(session, str(number))


def skip(session: Session, stuck_id: str, *, by: str, why: str) -> Look:
    """Go on with it without those before it, which never came.

    Raises Missing, and Refused where it is over, or where nothing is missing before it.
    """
    if _is_number(stuck_id):
        _hold_dead(session, int(stuck_id))
        raise Refused(NOTHING_MISSING)
    row = _hold_parked(session, stuck_id)
    if row.reason != GAP:
        raise Refused(NOTHING_MISSING)
    if _ahead(session, row):
        raise Refused(WAITS)
    number = dead_letters.skip_to(session, row, by, why)
    if number is None:
        raise Refused(OVER)
    return look(session, str(number))


def _take(session: Session, stuck_id: str) -> int:
    """The number of the open dead letter that it is, or that it becomes; nobody else has it."""
    if _is_number(stuck_id):
        return _hold_dead(session, int(stuck_id))
    row = _hold_parked(session, stuck_id)
    if row.reason == GAP:
        raise Refused(WAITS)
    number = bury(session, row, row.error or "It was not tried yet.")
    if number is None:
        raise Refused(OVER)
    return number


def _hold_dead(session: Session, number: int) -> int:
    query = select(dead_letter.c.state).where(dead_letter.c.id == number).with_for_update()
    state = session.scalar(query)
    if state is None:
        raise Missing(UNKNOWN)
    if state != OPEN:
        raise Refused(OVER)
    return number


def _hold_parked(session: Session, message_id: str) -> Row[*tuple[Any, ...]]:
    """A parked message; nobody handles its subject before the transaction ends."""
    query = select(parked).where(parked.c.message_id == message_id)
    row = session.execute(query).first()
    if row is not None:
        lock_fence(session, row.source, row.subject)  # Waits while a worker tries it.
        row = session.execute(query).first()
    if row is None:
        raise Refused(OVER) if is_over(session, message_id) else Missing(UNKNOWN)
    return row


def _find(session: Session, stuck_id: str) -> Stuck | None:
    if _is_number(stuck_id):
        query = _dead_letters().where(dead_letter.c.id == int(stuck_id))
        return session.execute(query.add_columns(dead_letter.c.body)).first()
    query = select(parked.c.reason.label("state"), *_parked, *_unsettled, parked.c.body)
    return session.execute(query.where(parked.c.message_id == stuck_id)).first()


def _dead_letters() -> Select[Any]:
    state = case((dead_letter.c.state == OPEN, DEAD), else_=dead_letter.c.state)
    return select(state.label("state"), *_dead, *_settled)


def _allowed(row: Stuck, ahead: str | None) -> tuple[str, ...]:
    if row.state == DEAD:
        return (REPLAY, DROP) if _is_readable(row.body) else (DROP,)
    if row.state == RETRY:
        return (DROP,) if _is_due(row) else (REPLAY, DROP)
    return (SKIP,) if row.state == GAP and ahead is None else ()


def _ahead(session: Session, row: Stuck) -> str | None:
    """What of the same subject is stuck before it, a dead letter rather than a parked message."""
    dead = select(dead_letter.c.id).where(
        of(dead_letter, row.source, row.subject),
        dead_letter.c.version < row.version,
        dead_letter.c.state == OPEN,
    )
    first = select(parked.c.message_id).where(
        of(parked, row.source, row.subject), parked.c.version < row.version
    )
    number = session.scalar(dead.order_by(dead_letter.c.version).limit(1))
    if number is not None:
        return str(number)
    return session.scalar(first.order_by(parked.c.version).limit(1))


def _missing(session: Session, row: Stuck) -> Versions:
    seen = session.scalar(select(fence.c.version).where(of(fence, row.source, row.subject)))
    return Versions((seen or 0) + 1, row.version - 1)


def _count_behind(session: Session, row: Stuck) -> int:
    behind = select(func.count()).where(
        of(parked, row.source, row.subject), parked.c.version > row.version
    )
    return session.scalar(behind) or 0


def _is_readable(body: str) -> bool:
    try:
        Envelope.from_json(body)
    except Undecodable:
        return False
    return True


def _is_due(row: Row[*tuple[Any, ...]]) -> bool:
    """Whether a worker takes it next anyway."""
    return row.next_at is not None and row.next_at <= now()


def _is_number(stuck_id: str) -> bool:
    return re.fullmatch(r"[0-9]{1,18}", stuck_id) is not None
