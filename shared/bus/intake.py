"""What a worker does with each message: handle it in one transaction, or put it by."""

from collections.abc import Sequence
from contextlib import AbstractContextManager

import structlog
from sqlalchemy.orm import Session, sessionmaker
from structlog.contextvars import bound_contextvars

from shared.bus import gaps, retries
from shared.bus.envelope import Envelope, Undecodable
from shared.bus.process import lost_database
from shared.inbox import Handlers, Outcome, receive, set_aside

log = structlog.get_logger(__name__)


class Intake:
    """Takes messages in; whatever a handler raises, none is lost and none has two effects.

    Once a method returns, the message is in the database one way or the other and the bus
    may forget it. What they raise is an outage: the bus must keep the message.
    """

    def __init__(
        self,
        sessions: sessionmaker[Session],
        handlers: Handlers,
        delays: Sequence[float] = retries.DELAYS,
    ) -> None:
        self._sessions = sessions
        self._handlers = {**gaps.HANDLERS, **handlers}
        self._delays = delays

    def take(self, body: str | bytes) -> Outcome:
        """Handle a message, or park it, or drop a duplicate, or bury what can't be read."""
        try:
            envelope = Envelope.from_json(body)
        except Undecodable as error:
            return self._bury_unread(body, error)
        with _logged(envelope):
            return self._handle(envelope)

    def take_carefully(self, body: str | bytes) -> Outcome:
        """Park a message that came before and may have killed the worker; it is due at once.

        From there each try is counted before it begins, so that only the culprit dies.
        """
        try:
            envelope = Envelope.from_json(body)
        except Undecodable as error:
            return self._bury_unread(body, error)
        with self._sessions.begin() as session:
            return set_aside(session, envelope)

    def retry_due(self) -> bool:
        """Try one parked message whose time has come; says whether there was one."""
        with self._sessions.begin() as session:
            row = retries.claim_due(session, self._delays)
        if row is None:
            return False
        envelope = Envelope.from_json(row.body)
        with _logged(envelope):
            self._retry(row)
        return True

    def _handle(self, envelope: Envelope) -> Outcome:
        try:
            with self._sessions.begin() as session:
                return receive(session, envelope, self._handlers)
        except Exception as error:
            if lost_database(error):
                raise
            return self._put_by(envelope, error)

    def _put_by(self, envelope: Envelope, error: Exception) -> Outcome:
        log.warning("message.failed", exc_info=error)
        with self._sessions.begin() as session:
            retries.park_failed(session, envelope, error, self._delays)
        return Outcome.PARKED

    def _retry(self, row: retries.Parked) -> None:
        try:
            with self._sessions.begin() as session:
                retries.retry(session, row, self._handlers)
        except Exception as error:
            if lost_database(error):
                raise
            log.warning("message.failed", exc_info=error, attempts=row.attempts)
            with self._sessions.begin() as session:
                retries.fail_again(session, row, error, self._delays)

    def _bury_unread(self, body: str | bytes, error: Undecodable) -> Outcome:
        log.error("message.unreadable", error=str(error))
        with self._sessions.begin() as session:
            retries.bury_unread(session, body, error)
        return Outcome.BURIED


def _logged(envelope: Envelope) -> AbstractContextManager[object]:
    """Name the message in whatever is logged meanwhile."""
    return bound_contextvars(
        message=envelope.id,
        type=envelope.type,
        subject=envelope.subject,
        version=envelope.version,
        correlation=envelope.correlation,
    )
