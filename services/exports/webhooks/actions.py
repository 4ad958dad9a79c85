"""Adding and removing webhooks, telling them of an export's end, trying until they hear."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

import orjson
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from services.exports.jobs.models import Job
from services.exports.webhooks.models import Delivery, Webhook
from shared.auth.caller import Caller
from shared.clock import now, rfc3339
from shared.errors import Invalid, Missing, Refused
from shared.ids import new_id
from shared.texts import N_
from shared.webhooks.addresses import Forbidden, check_form
from shared.webhooks.sending import Outcome

MOST = 10  # Webhooks of one owner.
KEPT = timedelta(days=30)
HELD = timedelta(seconds=30)  # How long one try may take at most.
PAUSES = tuple(timedelta(seconds=each) for each in (1, 5, 30, 120, 600, 3600, 21600, 86400))
"""Between two tries; after the last there is no other."""

NO_WEBHOOK = N_("There is no such webhook, or none of yours.")
NO_ADDRESS = N_("A webhook needs an address of http or https, without a name or password in it.")
TOO_MANY = N_("There are %(most)s webhooks already. Remove one first.")


def add(session: Session, caller: Caller, *, url: str) -> Webhook:
    """Let `url` hear of the caller's exports. Raises Invalid for what is no such address."""
    try:
        check_form(url)
    except Forbidden as error:
        fault = {"pointer": "/url", "detail": NO_ADDRESS}
        raise Invalid(NO_ADDRESS, errors=[fault]) from error
    mine = select(func.count()).select_from(Webhook).where(Webhook.owner == caller.id)
    if (session.scalar(mine) or 0) >= MOST:
        raise Refused(TOO_MANY, most=MOST)
    webhook = Webhook(
        id=new_id(), owner=caller.id, url=url, secret=secrets.token_hex(32), created_at=now()
    )
    session.add(webhook)
    session.flush()
    return webhook


def list_all(session: Session, caller: Caller) -> Sequence[Webhook]:
    """The caller's webhooks."""
    mine = select(Webhook).where(Webhook.owner == caller.id).order_by(Webhook.id)
    return session.scalars(mine).all()


def last_deliveries(session: Session, webhook_ids: Sequence[str]) -> dict[str, Delivery]:
    """What each of the webhooks was told last, by its id."""
    newest = select(func.max(Delivery.id)).where(Delivery.webhook_id.in_(webhook_ids))
    found = select(Delivery).where(Delivery.id.in_(newest.group_by(Delivery.webhook_id)))
    return {each.webhook_id: each for each in session.scalars(found)}


def get(session: Session, caller: Caller, webhook_id: str) -> Webhook:
    """One of the caller's webhooks; raises Missing."""
    webhook = session.get(Webhook, webhook_id)
    if webhook is None or webhook.owner != caller.id:
        raise Missing(NO_WEBHOOK)
    return webhook


def remove(session: Session, caller: Caller, webhook_id: str) -> None:
    """It hears nothing any more, nor of what ended before."""
    webhook = get(session, caller, webhook_id)
    session.execute(delete(Delivery).where(Delivery.webhook_id == webhook.id))
    session.delete(webhook)


def announce(session: Session, job: Job) -> None:
    """The export has ended: tell the webhooks of the one who asked for it."""
    moment = now()
    for webhook in session.scalars(select(Webhook).where(Webhook.owner == job.requested_by)):
        delivery_id, event = new_id(), f"export.{job.state.value}"
        export = {"id": job.id, "state": job.state.value, "format": job.format}
        body = {"id": delivery_id, "event": event, "at": rfc3339(moment), "export": export}
        session.add(
            Delivery(
                id=delivery_id,
                webhook_id=webhook.id,
                event=event,
                body=orjson.dumps(body).decode(),
                created_at=moment,
                next_at=moment,
            )
        )


def claim(session: Session) -> tuple[Delivery, Webhook] | None:
    """The delivery that has waited longest; nobody else tries it for a while."""
    due = select(Delivery).where(Delivery.next_at <= now()).order_by(Delivery.next_at).limit(1)
    delivery = session.scalars(due.with_for_update(skip_locked=True)).one_or_none()
    if delivery is None:
        return None
    delivery.attempts += 1
    delivery.next_at = now() + HELD
    return delivery, session.get_one(Webhook, delivery.webhook_id)


def settle(session: Session, delivery_id: str, outcome: Outcome) -> None:
    """What came of a try: heard with any 2xx, given up after the last, else tried again."""
    delivery = session.get(Delivery, delivery_id)
    if delivery is None:  # Its webhook was removed meanwhile.
        return
    delivery.status, delivery.error = outcome.status, outcome.error
    delivery.next_at = None
    if outcome.was_heard:
        delivery.delivered_at = now()
    elif delivery.attempts <= len(PAUSES):
        delivery.next_at = now() + PAUSES[delivery.attempts - 1]


def forget_old(session: Session) -> None:
    """Delete what was sent, or given up, long ago."""
    over = delete(Delivery).where(Delivery.next_at.is_(None), Delivery.created_at < now() - KEPT)
    session.execute(over)
