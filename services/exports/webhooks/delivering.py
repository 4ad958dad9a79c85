"""Delivering to webhooks: no transaction is open while one is called."""

from collections.abc import Sequence

import structlog
from sqlalchemy.orm import Session, sessionmaker

from services.exports.webhooks import actions
from shared.webhooks.sending import call

AGENT = "biurko-exports"

log = structlog.get_logger(__name__)


class Deliverer:
    """Makes the tries that are due, one after another."""

    def __init__(self, sessions: sessionmaker[Session], allowed: Sequence[str]) -> None:
        self._sessions = sessions
        self._allowed = allowed

    def step(self) -> bool:
        """Try the delivery that is due; says whether one was."""
        with self._sessions.begin() as session:
            found = actions.claim(session)
        if found is None:
            return False
        delivery, webhook = found
        sent = {"id": delivery.id, "secret": webhook.secret, "agent": AGENT}
        outcome = call(webhook.url, delivery.body, **sent, allowed=self._allowed)
        if outcome.error:
            log.info("webhook.silent", webhook=webhook.id, error=outcome.error)
        with self._sessions.begin() as session:
            actions.settle(session, delivery.id, outcome)
        return True
