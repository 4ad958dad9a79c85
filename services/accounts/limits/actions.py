"""Counting tries in a table that all server processes share."""

from collections.abc import Iterable
from datetime import timedelta
from math import ceil
from typing import NamedTuple, cast

from sqlalchemy import Table, case, delete
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.limits.models import Tries
from shared.clock import now
from shared.errors import TooMany
from shared.texts import N_
from shared.upsert import insert_for

SPAN = timedelta(minutes=1)

TRIES = cast("Table", Tries.__table__)

TOO_MANY = N_("Too many tries. Wait %(seconds)s seconds.")


class Limit(NamedTuple):
    """At most `most` tries in a `span` of what `key` names, such as `login 192.0.2.1`.

    The span begins with its first try and ends by itself; one that `runs_on` begins anew with
    each try.
    """

    key: str
    most: int
    span: timedelta = SPAN
    runs_on: bool = False


def count_try(sessions: sessionmaker[Session], limits: Iterable[Limit]) -> None:
    """Count one try under each limit; raises TooMany when one of them is passed.

    The count commits by itself: a try that fails later has been one.
    """
    with sessions.begin() as session:
        waits = [count(session, limit) for limit in limits]
    if any(waits):
        raise TooMany(TOO_MANY, retry_after=max(waits), seconds=max(waits))


def count(session: Session, limit: Limit) -> int:
    """Count one try; gives the seconds to wait where it is one too many, else 0."""
    moment = now()
    end = moment + limit.span
    is_over = Tries.ends_at <= moment
    row = insert_for(session, TRIES).values(key=limit.key[:300], count=1, ends_at=end)
    counted = row.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "count": case((is_over, 1), else_=Tries.count + 1),
            "ends_at": end if limit.runs_on else case((is_over, end), else_=Tries.ends_at),
        },
    ).returning(Tries.count, Tries.ends_at)
    tries, ends_at = session.execute(counted).one()
    return ceil((ends_at - moment).total_seconds()) if tries > limit.most else 0


def forget_old(session: Session) -> None:
    """Delete the counts whose minute is over."""
    session.execute(delete(Tries).where(Tries.ends_at < now()))
