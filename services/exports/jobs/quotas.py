"""How many exports one person or product may ask for."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.exports.jobs.lifecycle import WAITING
from services.exports.jobs.models import Job
from shared.auth.caller import Caller
from shared.clock import now
from shared.errors import TooMany
from shared.texts import N_

DAY = timedelta(days=1)
MOST_WAITING = 100
MOST_A_DAY = 2000
SOON = 5  # seconds; till then one that waits may have ended.

TOO_MANY_WAIT = N_("%(most)s of your exports are waiting or running. Let some of them end first.")
TOO_MANY_TODAY = N_("You asked for %(most)s exports within 24 hours; more are not made.")


def check(session: Session, caller: Caller) -> None:
    """Raise TooMany for who has too many exports in hand, or asked for too many in 24 hours."""
    mine = select(func.count()).select_from(Job).where(Job.requested_by == caller.id)
    waiting = session.scalar(mine.where(Job.state.in_(WAITING))) or 0
    if waiting >= MOST_WAITING:
        raise TooMany(TOO_MANY_WAIT, retry_after=SOON, most=MOST_WAITING)
    moment = now()
    today = Job.created_at > moment - DAY
    if (session.scalar(mine.where(today)) or 0) >= MOST_A_DAY:
        first = select(func.min(Job.created_at)).where(Job.requested_by == caller.id, today)
        left = _left(session.scalar(first), moment)
        raise TooMany(TOO_MANY_TODAY, retry_after=left, most=MOST_A_DAY)


def _left(first: datetime | None, moment: datetime) -> int:
    """Whole seconds until the first of the day is a day old."""
    end = (first or moment) + DAY
    return max(1, int((end - moment).total_seconds()) + 1)
