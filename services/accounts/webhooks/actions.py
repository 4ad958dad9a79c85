"""Adding, changing and removing webhooks; the log of what they were told."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.database import locked
from services.accounts.documents.numbering.actions import reserve
from services.accounts.webhooks.kinds import ALSO, KINDS
from services.accounts.webhooks.models import Delivery, Webhook
from shared.clock import now
from shared.errors import Invalid, Missing, Refused
from shared.ids import new_id
from shared.texts import N_
from shared.webhooks.addresses import Forbidden, check_form

MOST = 20  # Webhooks of one account.
KEPT = timedelta(days=30)
SERIALS = "webhooks"

NO_WEBHOOK = N_("There is no such webhook in this account.")
NO_DELIVERY = N_("The webhook has no such delivery.")
NO_KIND = N_("A webhook hears of one of: %(kinds)s.")
NO_ADDRESS = N_("A webhook needs an address of http or https, without a name or password in it.")
TOO_MANY = N_("There are %(most)s webhooks already. Remove one first.")
NOT_ACTIVE = N_("The webhook is switched off. Switch it on first.")


def add(session: Session, account: Account, facts: dict[str, Any]) -> Webhook:
    """Let an address hear of one kind of changes in the locked account.

    `facts` has `kind` and `url`, and may have `api_token` and `active`.
    """
    if count_of(session, account) >= MOST:
        raise Refused(TOO_MANY, most=MOST)
    moment = now()
    webhook = Webhook(id=new_id(), account_id=account.id, created_at=moment, updated_at=moment)
    webhook.serial = reserve(session, account, SERIALS)[0]
    webhook.secret = secrets.token_hex(32)
    _set(webhook, {"api_token": None, "active": True} | facts)
    session.add(webhook)
    session.flush()
    return webhook


def change(session: Session, webhook: Webhook, facts: dict[str, Any]) -> Webhook:
    """Change some of it; what waits goes to where it leads from now on."""
    locked(session, Webhook, webhook.id)  # Before what waits for it, as whoever delivers does.
    if facts.get("active") and not webhook.active:
        webhook.disabled_at = webhook.paused_until = None
    if facts.get("active") is False:
        stop(session, webhook)
    if "url" in facts and facts["url"] != webhook.url:
        webhook.paused_until = None
    _set(webhook, facts | {"updated_at": now()})
    session.flush()
    return webhook


def remove(session: Session, webhook: Webhook) -> None:
    """It hears nothing any more, not even what waits."""
    locked(session, Webhook, webhook.id)
    session.execute(delete(Delivery).where(Delivery.webhook_id == webhook.id))
    session.delete(webhook)


def webhooks_of(account: Account) -> Select[Webhook]:
    """The account's webhooks."""
    return select(Webhook).where(Webhook.account_id == account.id)


def count_of(session: Session, account: Account) -> int:
    """How many the account has."""
    query = select(func.count()).select_from(Webhook).where(Webhook.account_id == account.id)
    return session.scalar(query) or 0


def one_of(session: Session, query: Select[Webhook]) -> Webhook:
    """The one webhook of the query; Missing if there is none."""
    webhook = session.scalars(query).one_or_none()
    if webhook is None:
        raise Missing(NO_WEBHOOK)
    return webhook


def get_webhook(session: Session, account: Account, webhook_id: str) -> Webhook:
    """One webhook; Missing where the account has none with this id."""
    return one_of(session, webhooks_of(account).where(Webhook.id == webhook_id))


def deliveries_of(webhook: Webhook) -> Select[Delivery]:
    """What the webhook was told, or is to be told."""
    return select(Delivery).where(Delivery.webhook_id == webhook.id)


def resend(session: Session, webhook: Webhook, delivery_id: str) -> Delivery:
    """Tell it once more, at once; as something new, after which it may be given up anew."""
    if not locked(session, Webhook, webhook.id).active:
        raise Refused(NOT_ACTIVE)
    query = deliveries_of(webhook).where(Delivery.id == delivery_id).with_for_update()
    delivery = session.scalars(query).one_or_none()
    if delivery is None:
        raise Missing(NO_DELIVERY)
    webhook.paused_until = None
    delivery.next_at, delivery.delivered_at, delivery.attempts = now(), None, 0
    return delivery


def stop(session: Session, webhook: Webhook) -> None:
    """What waits for it is given up."""
    waiting = (Delivery.webhook_id == webhook.id) & Delivery.next_at.is_not(None)
    session.execute(update(Delivery).where(waiting).values(next_at=None))


def forget_old(session: Session) -> None:
    """Delete what was told, or given up, long ago."""
    before: datetime = now() - KEPT
    session.execute(
        delete(Delivery).where(Delivery.next_at.is_(None), Delivery.created_at < before)
    )


def _set(webhook: Webhook, facts: dict[str, Any]) -> None:
    for name, value in (facts | _checked(facts)).items():
        setattr(webhook, name, value)


def _checked(facts: dict[str, Any]) -> dict[str, Any]:
    checked: dict[str, Any] = {}
    if "kind" in facts:
        checked["kind"] = ALSO.get(facts["kind"], facts["kind"])
        if checked["kind"] not in KINDS:
            raise _wrong("/kind", NO_KIND, kinds=", ".join(KINDS))
    if "url" in facts:
        try:
            check_form(facts["url"])
        except Forbidden as error:
            raise _wrong("/url", NO_ADDRESS) from error
    return checked


def _wrong(pointer: str, text: str, **facts: str) -> Invalid:
    said = text % facts if facts else text
    return Invalid(text, errors=[{"pointer": pointer, "detail": said}], **facts)
