"""Webhooks at the compatible addresses."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.compatible.api import CompatibleApi
from services.accounts.compatible.asking import Asked
from services.accounts.compatible.paging import page_of
from services.accounts.compatible.values import is_yes, moment, object_in, text_in
from services.accounts.database import locked
from services.accounts.webhooks import actions
from services.accounts.webhooks.models import Webhook
from services.accounts.webhooks.schemas import WebhookBody, WebhookChangeBody

api = CompatibleApi("compatible_webhooks")

WEBHOOK = "/webhooks/<serial>.json"
TEXTS = ("kind", "url", "api_token")


@api.on("GET", "/webhooks.json", may="settings")
def list_compatible_webhooks(session: Session, asked: Asked) -> list[dict[str, Any]]:
    """A page of webhooks."""
    found = page_of(session, actions.webhooks_of(asked.account), Webhook.id, Webhook.serial.desc())
    return [webhook_view(each) for each in found]


@api.on("POST", "/webhooks.json", may="settings", status=201)
def create_compatible_webhook(session: Session, asked: Asked) -> dict[str, Any]:
    """Have an address called at each change of one kind, such as `invoice:create`."""
    account = locked(session, Account, asked.account.id)
    body = WebhookBody().load(_given(object_in(asked.body, "webhook")))
    webhook = actions.add(session, account, body)
    return webhook_view(webhook) | {"secret": webhook.secret}


@api.on("GET", WEBHOOK, may="settings")
def get_compatible_webhook(session: Session, asked: Asked, serial: int) -> dict[str, Any]:
    """One webhook."""
    return webhook_view(_webhook(session, asked, serial))


@api.on("PUT PATCH", WEBHOOK, may="settings")
def change_compatible_webhook(session: Session, asked: Asked, serial: int) -> dict[str, Any]:
    """Change a webhook, or switch it on again."""
    found = _webhook(session, asked, serial)
    body = WebhookChangeBody().load(_given(object_in(asked.body, "webhook")))
    return webhook_view(actions.change(session, found, body))


@api.on("DELETE", WEBHOOK, may="settings")
def delete_compatible_webhook(session: Session, asked: Asked, serial: int) -> str:
    """It is not called any more."""
    actions.remove(session, _webhook(session, asked, serial))
    return "ok"


def webhook_view(webhook: Webhook) -> dict[str, Any]:
    """A webhook as programs see it."""
    return {
        "id": webhook.serial,
        "kind": webhook.kind,
        "url": webhook.url,
        "api_token": webhook.api_token,
        "active": webhook.active,
        "created_at": moment(webhook.created_at),
        "updated_at": moment(webhook.updated_at),
    }


def _webhook(session: Session, asked: Asked, serial: int) -> Webhook:
    return actions.one_of(
        session, actions.webhooks_of(asked.account).where(Webhook.serial == serial)
    )


def _given(given: Mapping[str, Any]) -> dict[str, Any]:
    """The members that a webhook has; others, which programs may send along, are left."""
    body: dict[str, Any] = {name: text_in(given, name) for name in TEXTS if name in given}
    body |= {"active": is_yes(given["active"])} if "active" in given else {}
    return body
