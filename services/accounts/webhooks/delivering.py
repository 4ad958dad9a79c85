"""Delivering to webhooks: no transaction is open while one is called."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

import orjson
import structlog
from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session, aliased, sessionmaker, undefer

from services.accounts.accounts.models import Account
from services.accounts.database import locked
from services.accounts.mail.actions import post
from services.accounts.users.people import leaders_of
from services.accounts.webhooks.actions import stop
from services.accounts.webhooks.models import Delivery, Webhook
from shared.clock import now
from shared.webhooks.sending import Outcome, call

AGENT = "biurko-accounts"
HELD = timedelta(seconds=30)  # How long one try may take at most.
PAUSE = timedelta(minutes=1)  # After a try without any answer, for all that the webhook is told.
PAUSES = tuple(timedelta(minutes=each) for each in (1, 5, 30, 120, 480, 1440))
"""Between two tries of one thing; after the last the webhook is switched off."""

log = structlog.get_logger(__name__)


class Claimed(NamedTuple):
    """A delivery that is tried now, with what is needed for that."""

    delivery: Delivery
    webhook: Webhook

    @property
    def body(self) -> str:
        """What is sent: the token stands in it as the account wants it now."""
        said = orjson.loads(self.delivery.body) | {"api_token": self.webhook.api_token}
        return orjson.dumps(said).decode()


class Deliverer:
    """Makes the tries that are due; there may be several at once."""

    def __init__(self, sessions: sessionmaker[Session], allowed: Sequence[str]) -> None:
        self._sessions = sessions
        self._allowed = allowed

    def step(self) -> bool:
        """Try the delivery that is due; says whether one was."""
        with self._sessions() as session:  # Needs no write lock where there is nothing to do.
            if session.scalar(_due().limit(1)) is None:
                return False
        with self._sessions.begin() as session:
            claimed = claim(session)
        if claimed is None:
            return False
        webhook, sent = claimed.webhook, {"id": claimed.delivery.id, "agent": AGENT}
        outcome = call(
            webhook.url, claimed.body, secret=webhook.secret, allowed=self._allowed, **sent
        )
        if outcome.error:
            log.info("webhook.silent", webhook=webhook.id, error=outcome.error)
        with self._sessions.begin() as session:
            settle(session, claimed.delivery.position, outcome)
        return True


def claim(session: Session) -> Claimed | None:
    """What has waited longest; nobody else tries it, nor what comes after it, for a while."""
    query = _due().options(undefer(Delivery.body)).order_by(Delivery.next_at, Delivery.position)
    delivery = session.scalars(
        query.limit(1).with_for_update(skip_locked=True, of=Delivery)
    ).one_or_none()
    if delivery is None:
        return None
    delivery.attempts += 1
    delivery.tried_at = now()
    delivery.next_at = delivery.tried_at + HELD
    return Claimed(delivery, session.get_one(Webhook, delivery.webhook_id))


def settle(session: Session, position: int, outcome: Outcome) -> None:
    """What came of a try: heard with any 2xx, else tried again, and in the end given up."""
    delivery = session.get(Delivery, position)
    if delivery is None:  # Its webhook was removed meanwhile.
        return
    webhook = locked(session, Webhook, delivery.webhook_id)
    delivery.answer, delivery.error = outcome.status, outcome.error
    if outcome.was_heard:
        delivery.next_at, delivery.delivered_at, webhook.paused_until = None, now(), None
    elif not webhook.active:
        delivery.next_at = None
    elif delivery.attempts > len(PAUSES):
        _switch_off(session, webhook)
    else:
        delivery.next_at = now() + PAUSES[delivery.attempts - 1]
        webhook.paused_until = None if outcome.status else now() + PAUSE


def _due() -> Select[Delivery]:
    """What may be tried now: of one thing the first that waits, of no webhook that is paused."""
    moment, earlier = now(), aliased(Delivery)
    waits_before = exists().where(
        earlier.webhook_id == Delivery.webhook_id,
        earlier.subject == Delivery.subject,
        earlier.position < Delivery.position,
        earlier.next_at.is_not(None),
    )
    paused = Webhook.paused_until
    return (
        select(Delivery)
        .join(Webhook, Webhook.id == Delivery.webhook_id)
        .where(Delivery.next_at <= moment, or_(paused.is_(None), paused <= moment), ~waits_before)
    )


def _switch_off(session: Session, webhook: Webhook) -> None:
    """Nobody has answered for long: tell who may mend it."""
    webhook.active, webhook.disabled_at, webhook.paused_until = False, now(), None
    session.flush()
    stop(session, webhook)
    account = session.get_one(Account, webhook.account_id)
    facts = {"firm": account.company["name"], "prefix": account.prefix, "url": webhook.url}
    for email in leaders_of(session, account):
        post(session, email, "webhook_off", **facts, event=webhook.kind)
