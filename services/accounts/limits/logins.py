"""Slowing down whoever guesses passwords, without shutting out whoever knows theirs.

An e-mail has ten tries a minute, which are counted by e-mail and address. After ten wrong ones
within an hour that address waits longer and longer before it may try that e-mail again. Where
others have used an e-mail's tries up, two may still prove themselves: a device from which the
person has signed in before, and an address that has not tried yet in this minute.
"""

from datetime import timedelta
from math import ceil
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.limits.actions import TOO_MANY, Limit, count, count_try
from services.accounts.limits.models import Tries
from services.accounts.sessions.devices import Device, is_known
from shared.clock import now
from shared.errors import TooMany

A_MINUTE = 10
FREE = 10
"""How many wrong passwords cost nothing but their count."""

REMEMBERED = timedelta(hours=1)
WAITS = tuple(timedelta(seconds=s) for s in (60, 120, 240, 480, 900))
"""How long an address waits after the tenth wrong password, the eleventh, and so on."""

Lane = Literal["open", "tight"]
"""`tight`: only the right password passes; a wrong one is one too many."""


def admit(sessions: sessionmaker[Session], email: str, device: Device) -> Lane:
    """Count a try to sign in; raises TooMany where it has to wait, however right it may be."""
    with sessions.begin() as session:
        known = is_known(session, email, device)
        wait = 0 if known else _seconds_of_delay(session, email, device)
        if wait:
            raise _too_many(wait)
        by_email = count(session, Limit(f"login {email}", A_MINUTE))
        here = count(session, Limit(_pair("login", email, device), A_MINUTE if known else 1))
    if not by_email:
        return "open"
    if here:
        raise _too_many(by_email)
    if not known:
        count_try(sessions, [Limit(f"login elsewhere {email}", A_MINUTE)])
    return "tight"


def note_wrong(sessions: sessionmaker[Session], email: str, device: Device) -> None:
    """Remember a wrong password of an e-mail from an address."""
    with sessions.begin() as session:
        limit = Limit(_pair("wrong", email, device), FREE, REMEMBERED, runs_on=True)
        count(session, limit)


def one_too_many(sessions: sessionmaker[Session], email: str) -> TooMany:
    """What a wrong password in the tight lane is told."""
    with sessions() as session:
        ends_at = session.scalar(select(Tries.ends_at).where(Tries.key == f"login {email}"[:300]))
    left = (ends_at - now()).total_seconds() if ends_at else 1
    return _too_many(max(1, ceil(left)))


def forgive(session: Session, email: str, device: Device | None = None) -> None:
    """Forget the wrong passwords of an e-mail, from this address or from all."""
    if device:
        key = _pair("wrong", email, device)[:300]
        session.execute(delete(Tries).where(Tries.key == key))
        return
    every = Tries.key.startswith(f"wrong {email} from ", autoescape=True)
    session.execute(delete(Tries).where(every))


def _seconds_of_delay(session: Session, email: str, device: Device) -> int:
    wrong = session.get(Tries, _pair("wrong", email, device)[:300])
    if wrong is None or wrong.count < FREE:
        return 0
    wait = WAITS[min(wrong.count - FREE, len(WAITS) - 1)]
    until = wrong.ends_at - REMEMBERED + wait
    return max(0, ceil((until - now()).total_seconds()))


def _pair(what: str, email: str, device: Device) -> str:
    return f"{what} {email} from {device.address}"


def _too_many(seconds: int) -> TooMany:
    return TooMany(TOO_MANY, retry_after=seconds, seconds=seconds)
