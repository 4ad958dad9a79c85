"""Writing what webhooks are to hear, in the transaction of what they hear of."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from services.accounts.compatible.clients.actions import client_view
from services.accounts.compatible.invoices.view import invoice_view
from services.accounts.compatible.payments.actions import payments_view
from services.accounts.compatible.products.actions import product_view
from services.accounts.compatible.warehouse.actions import warehouse_view
from services.accounts.webhooks.changes import Change
from services.accounts.webhooks.kinds import Noun
from services.accounts.webhooks.models import Delivery, Webhook
from shared.clock import now
from shared.ids import new_id

VIEWS: Mapping[Noun, Callable[[Session, Any], dict[str, Any]]] = {
    "invoice": invoice_view,
    "warehouse_document": lambda session, thing: warehouse_view(session, [thing])[0],
    "payment": lambda session, thing: payments_view(session, [thing])[0],
    "client": lambda _, thing: client_view(thing),
    "product": lambda _, thing: product_view(thing),
}

ACCOUNTS: BindParameter[list[str]] = bindparam("accounts", expanding=True)
LISTENING = select(Webhook).where(Webhook.account_id.in_(ACCOUNTS), Webhook.active)


def tell(session: Session, changes: Sequence[Change]) -> None:
    """Write a delivery for each webhook that wants to hear of one of `changes`.

    The rows of the changed things are written first: whoever changes one of them next waits
    for this transaction, so that deliveries are numbered in the order of the changes.
    """
    accounts = {change.thing.account_id for change in changes}
    webhooks = session.scalars(LISTENING, {"accounts": list(accounts)}).all() if accounts else []
    if not webhooks:
        return
    session.flush()
    for change in changes:
        kind = f"{change.noun}:{change.verb}"
        hearing = [
            each
            for each in webhooks
            if each.kind == kind and each.account_id == change.thing.account_id
        ]
        if hearing:
            session.add_all(_deliveries(hearing, kind, change, _body(session, kind, change)))


def _body(session: Session, kind: str, change: Change) -> str:
    view = VIEWS[change.noun](session, change.thing)
    return orjson.dumps({"kind": kind, "id": change.thing.serial, change.noun: view}).decode()


def _deliveries(
    webhooks: Sequence[Webhook], kind: str, change: Change, body: str
) -> list[Delivery]:
    moment = now()
    return [
        Delivery(
            id=new_id(),
            webhook_id=webhook.id,
            kind=kind,
            subject=f"{change.noun}/{change.thing.serial}",
            body=body,
            created_at=moment,
            next_at=moment,
            attempts=0,
        )
        for webhook in webhooks
    ]
