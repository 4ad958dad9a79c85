"""Webhooks over HTTP."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import account_for, locked_account_for
from services.accounts.webhooks import actions
from services.accounts.webhooks.models import Delivery, Webhook
from services.accounts.webhooks.schemas import (
    DeliveryView,
    NewWebhookView,
    WebhookBody,
    WebhookChangeBody,
    WebhookView,
)
from shared.auth.caller import Caller
from shared.web.api import Answer, Api
from shared.web.lists import ListQuery, Page, page_of, paginate
from shared.web.versions import check_if_match

api = Api("webhooks")

WEBHOOKS = "/v1/accounts/<prefix>/webhooks"
ONE = f"{WEBHOOKS}/<webhook>"
DELIVERIES = f"{ONE}/deliveries"


@api.write(
    "POST",
    WEBHOOKS,
    body=WebhookBody,
    out=NewWebhookView,
    status=201,
    codes=("forbidden", "step_refused"),
)
def add_webhook(session: Session, caller: Caller, prefix: str, body: dict[str, Any]) -> Answer:
    """Have an address called at each change of one kind.

    It gets `{"kind", "id", "invoice": {…}, "api_token"}` as JSON, the thing as the compatible
    API shows it, with `Webhook-Signature: t=…,v1=…`: the time in seconds, and HMAC-SHA256 over
    `time.body` with the secret, which is shown this once. Only public addresses are called.
    """
    account = locked_account_for(session, caller, prefix, "settings")
    webhook = actions.add(session, account, body)
    return Answer(webhook, headers={"Location": f"{_address(account.prefix)}/{webhook.id}"})


@api.read(WEBHOOKS, query=ListQuery, out=page_of(WebhookView), codes=("forbidden",))
def list_webhooks(
    session: Session, caller: Caller, prefix: str, query: dict[str, Any]
) -> Page[Webhook]:
    """The account's webhooks, without their secrets."""
    account = account_for(session, caller, prefix, "settings")
    return paginate(session, actions.webhooks_of(account), by=[Webhook.id], **query)


@api.read(ONE, out=WebhookView, codes=("forbidden",))
def get_webhook(session: Session, caller: Caller, prefix: str, webhook: str) -> Webhook:
    """One webhook."""
    account = account_for(session, caller, prefix, "settings")
    return actions.get_webhook(session, account, webhook)


@api.write("PATCH", ONE, body=WebhookChangeBody, out=WebhookView, codes=("forbidden",))
def change_webhook(
    session: Session, caller: Caller, prefix: str, webhook: str, body: dict[str, Any]
) -> Webhook:
    """Change a webhook, or switch it on again after it was given up."""
    account = locked_account_for(session, caller, prefix, "settings")
    found = actions.get_webhook(session, account, webhook)
    check_if_match(found.version)
    return actions.change(session, found, body)


@api.write("DELETE", ONE, status=204, codes=("forbidden",))
def remove_webhook(session: Session, caller: Caller, prefix: str, webhook: str) -> None:
    """It is not called any more."""
    account = locked_account_for(session, caller, prefix, "settings")
    found = actions.get_webhook(session, account, webhook)
    check_if_match(found.version)
    actions.remove(session, found)


@api.read(DELIVERIES, query=ListQuery, out=page_of(DeliveryView), codes=("forbidden",))
def list_deliveries(
    session: Session, caller: Caller, prefix: str, webhook: str, query: dict[str, Any]
) -> Page[Delivery]:
    """What it was told and answered, the newest first."""
    account = account_for(session, caller, prefix, "settings")
    told = actions.deliveries_of(actions.get_webhook(session, account, webhook))
    return paginate(session, told, by=[Delivery.position], **query, descending=True)


@api.write(
    "POST",
    f"{DELIVERIES}/<delivery>/resend",
    out=DeliveryView,
    status=202,
    codes=("forbidden", "step_refused"),
)
def resend_delivery(
    session: Session, caller: Caller, prefix: str, webhook: str, delivery: str
) -> Delivery:
    """Tell it once more, whatever came of it before."""
    account = locked_account_for(session, caller, prefix, "settings")
    return actions.resend(session, actions.get_webhook(session, account, webhook), delivery)


def _address(prefix: str) -> str:
    return WEBHOOKS.replace("<prefix>", prefix)
