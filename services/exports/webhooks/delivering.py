"""Delivering to webhooks, beside the runner's work: no transaction is open while one is called."""

import threading
from collections.abc import Sequence
from http.client import HTTPException

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from services.exports.webhooks import actions
from services.exports.webhooks.addresses import Forbidden
from services.exports.webhooks.models import Delivery, Webhook
from services.exports.webhooks.sending import post, signature
from shared.clock import now

POLL = 1.0  # seconds
PATIENCE = 2.0  # seconds, at the end

log = structlog.get_logger(__name__)


class Deliverer:
    """A thread that sends what waits, while the block runs; there may be several."""

    def __init__(self, sessions: sessionmaker[Session], allowed: Sequence[str]) -> None:
        self._sessions = sessions
        self._allowed = allowed
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, name="webhooks", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(PATIENCE)  # What is cut short is tried again once its hold is over.

    def step(self) -> bool:
        """Try the delivery that is due; says whether one was."""
        with self._sessions.begin() as session:
            found = actions.claim(session)
        if found is None:
            return False
        status, error = self._send(*found)
        with self._sessions.begin() as session:
            actions.settle(session, found[0].id, status=status, error=error)
        return True

    def _work(self) -> None:
        while not self._over.is_set():
            try:
                while not self._over.is_set() and self.step():
                    pass
            except SQLAlchemyError as error:  # The runner ends with the outage; this waits.
                log.warning("webhooks.waiting", error=str(error))
            self._over.wait(POLL)

    def _send(self, delivery: Delivery, webhook: Webhook) -> tuple[int | None, str | None]:
        moment = int(now().timestamp())
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "biurko-exports",
            "Webhook-Id": delivery.id,
            "Webhook-Signature": signature(webhook.secret, moment, delivery.body),
        }
        try:
            return post(webhook.url, delivery.body, headers, allowed=self._allowed), None
        except (Forbidden, OSError, HTTPException) as error:
            log.info("webhook.silent", webhook=webhook.id, error=str(error))
            return None, str(error) or type(error).__name__
