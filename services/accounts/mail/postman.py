"""The thread of the worker that delivers mails, so that a slow server holds up no message."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.mail.delivery import Deliver
from services.accounts.mail.models import Mail
from services.accounts.mail.texts import without_secrets
from shared.beside import Beside
from shared.clock import now

PAUSE = 0.3  # seconds between two looks
LEASE = timedelta(seconds=20)  # In which a mail is delivered, or its process has died.
DELAYS = tuple(timedelta(seconds=s) for s in (5, 30, 120, 600, 3600))
"""How long a mail waits after each try that failed; after the last one, always the last."""

GIVEN_UP_AFTER = timedelta(days=7)
REASON = 500  # characters

log = structlog.get_logger(__name__)


def postman(
    sessions: sessionmaker[Session],
    deliver: Deliver,
    *,
    write: Callable[[sessionmaker[Session]], None] = lambda _: None,
) -> Beside:
    """Delivers while its block runs; `write` is called at each look before, and may post mails."""

    def look() -> bool:
        write(sessions)
        return deliver_due(sessions, deliver) > 0

    return Beside(look, name="mail", pause=PAUSE)


def deliver_due(sessions: sessionmaker[Session], deliver: Deliver) -> int:
    """Deliver the mails whose time has come, each at least once; says how many went."""
    delivered = 0
    while mail := _claim(sessions):
        delivered += _delivered(sessions, deliver, mail)
    return delivered


def _claim(sessions: sessionmaker[Session]) -> Mail | None:
    """Take one that is due and put its next try off: should this process die, another will try."""
    due = select(Mail.id).where(Mail.next_at <= now()).order_by(Mail.id).limit(1)
    with sessions() as session:  # Needs no write lock where there is nothing to do.
        if session.scalar(due) is None:
            return None
    with sessions.begin() as session:
        return session.scalar(
            update(Mail)
            .where(Mail.id.in_(due.with_for_update(skip_locked=True).scalar_subquery()))
            .values(attempts=Mail.attempts + 1, next_at=now() + LEASE)
            .returning(Mail)
        )


def _delivered(sessions: sessionmaker[Session], deliver: Deliver, mail: Mail) -> bool:
    try:
        deliver(mail)
    except Exception as error:  # Whatever is wrong with this one, the others must arrive.
        log.warning("mail.failed", mail=mail.id, attempts=mail.attempts, exc_info=error)
        with sessions.begin() as session:
            _put_off(session, mail, str(error)[:REASON])
        return False
    with sessions.begin() as session:
        _close(session, mail, delivered_at=now())
    log.info("mail.delivered", mail=mail.id, kind=mail.kind)
    return True


def _put_off(session: Session, mail: Mail, reason: str) -> None:
    """Have it tried again later; after a week, in which its link has lost its worth, no more."""
    values: dict[str, Any] = {"error": reason, "failed_at": now()}
    if mail.queued_at and mail.queued_at < now() - GIVEN_UP_AFTER:
        _close(session, mail, **values)
        return
    again = now() + DELAYS[min(mail.attempts, len(DELAYS)) - 1]
    session.execute(update(Mail).where(Mail.id == mail.id).values(next_at=again, **values))


def _close(session: Session, mail: Mail, **values: Any) -> None:
    """Keep what an account's people may see of it, without the token; else keep nothing."""
    this = Mail.id == mail.id
    if mail.account_id is None:
        session.execute(delete(Mail).where(this))
        return
    facts = without_secrets(mail.facts)
    session.execute(update(Mail).where(this).values(next_at=None, facts=facts, **values))
