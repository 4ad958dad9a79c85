"""The thread of the worker that delivers mails, so that a slow server holds up no message."""

import threading
from datetime import timedelta
from types import TracebackType
from typing import Self

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.mail.delivery import Deliver
from services.accounts.mail.models import Mail
from shared.clock import now

PAUSE = 0.3  # seconds between two looks
LEASE = timedelta(seconds=20)  # In which a mail is delivered, or its process has died.
DELAYS = tuple(timedelta(seconds=s) for s in (5, 30, 120, 600, 3600))
"""How long a mail waits after each try that failed; after the last one, always the last."""

log = structlog.get_logger(__name__)


class Postman:
    """Delivers while its `with` block runs."""

    def __init__(self, sessions: sessionmaker[Session], deliver: Deliver) -> None:
        self._sessions = sessions
        self._deliver = deliver
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="postman", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._stop.wait(PAUSE):
            try:
                deliver_due(self._sessions, self._deliver)
            except SQLAlchemyError as error:  # The database is away; the next look tries again.
                log.warning("mail.outage", error=str(error))


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
    this = Mail.id == mail.id
    try:
        deliver(mail)
    except Exception as error:  # Whatever is wrong with this one, the others must arrive.
        log.warning("mail.failed", mail=mail.id, attempts=mail.attempts, exc_info=error)
        again = now() + DELAYS[min(mail.attempts, len(DELAYS)) - 1]
        with sessions.begin() as session:
            session.execute(update(Mail).where(this).values(next_at=again, error=str(error)))
        return False
    with sessions.begin() as session:
        session.execute(delete(Mail).where(this))
    log.info("mail.delivered", mail=mail.id, kind=mail.kind)
    return True
