"""The HTTP face of webhooks."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.exports.webhooks import actions
from services.exports.webhooks.models import Delivery, Webhook
from services.exports.webhooks.schemas import (
    DeliveryView,
    NewWebhookView,
    WebhookBody,
    WebhookView,
)
from shared.auth.caller import Caller
from shared.web.api import Api
from shared.web.lists import ListQuery, Page, page_of, paginate

api = Api("webhooks")


@api.write(
    "POST",
    "/v1/webhooks",
    body=WebhookBody,
    out=NewWebhookView,
    status=201,
    codes=("step_refused",),
)
def add_webhook(session: Session, caller: Caller, body: dict[str, Any]) -> Webhook:
    """Have an address called when one of your exports ends.

    It gets `{"id", "event", "at", "export"}` as JSON, with `Webhook-Signature: t=…,v1=…`: the
    time in seconds, and HMAC-SHA256 over `time.body` with the secret. It is tried again until
    it answers with 2xx, for about a day. Only public addresses are called.
    """
    return actions.add(session, caller, url=body["url"])


@api.read("/v1/webhooks", out=page_of(WebhookView))
def list_webhooks(session: Session, caller: Caller) -> Page[Any]:
    """Your webhooks, without their secrets."""
    return Page(actions.list_all(session, caller), None)


@api.write("DELETE", "/v1/webhooks/<webhook>", status=204)
def remove_webhook(session: Session, caller: Caller, webhook: str) -> None:
    """It is not called any more."""
    actions.remove(session, caller, webhook)


@api.read("/v1/webhooks/<webhook>/deliveries", out=page_of(DeliveryView), query=ListQuery)
def list_deliveries(
    session: Session, caller: Caller, webhook: str, query: dict[str, Any]
) -> Page[Any]:
    """What it was told and answered, the newest first."""
    found = actions.get(session, caller, webhook)
    mine = select(Delivery).where(Delivery.webhook_id == found.id)
    return paginate(session, mine, by=[Delivery.id], **query, descending=True)
