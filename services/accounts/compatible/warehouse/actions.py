"""From a warehouse document's attributes to a body, and back."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.compatible.invoices.given import beside, changed_body, client_given, new_body
from services.accounts.compatible.invoices.rows import shown_of
from services.accounts.compatible.invoices.view import invoices_view
from services.accounts.compatible.values import objects_in, text_in, wrong
from services.accounts.documents.actions import note
from services.accounts.documents.issuing import actions
from services.accounts.documents.issuing.schemas import DocumentChangeBody, NewDocumentBody
from services.accounts.documents.kinds import COMING_IN, WAREHOUSE
from services.accounts.documents.models import Document
from shared.texts import N_

Given = Mapping[str, Any]

NO_KIND = N_("A warehouse document is a pz, wz, mm, rw or pw.")

ROW = {
    "product_name": "name",
    "purchase_price_net": "price_net",
    "purchase_price_gross": "price_gross",
    "purchase_tax": "tax",
}
"""What a warehouse action calls the attributes of a position."""

PARTY = {"client_name": "name", "client_tax_no": "tax_no", "client_email": "email"}
SIDES = ("buyer", "seller")


def create(session: Session, account: Account, given: Given) -> Document:
    """Issue a warehouse document."""
    kind = text_in(given, "kind")
    if kind not in WAREHOUSE:
        raise wrong("kind", NO_KIND)
    client = client_given(session, account, given)
    body = new_body(session, account, _as_invoice(given, kind), client)
    document = actions.issue(session, account, NewDocumentBody().load(body))
    note(session, document, contractor_id=client.id if client else None, beside=beside(given))
    return document


def change(session: Session, account: Account, document: Document, given: Given) -> Document:
    """Change what is given of it."""
    body = changed_body(_as_invoice(given, document.kind), document)
    if body:
        document = actions.change(session, account, document.id, DocumentChangeBody().load(body))
    note(session, document, beside=(document.beside or {}) | beside(given))
    return document


def warehouse_view(session: Session, documents: list[Document]) -> list[dict[str, Any]]:
    """Warehouse documents as programs see them."""
    views = invoices_view(session, documents, with_positions=False)
    return [_shown(each, view) for each, view in zip(documents, views, strict=True)]


def _shown(document: Document, view: dict[str, Any]) -> dict[str, Any]:
    side = "seller" if document.kind in COMING_IN else "buyer"
    party = document.head[side]
    actions_of = [shown_of(position, document.serial) for position in document.positions]
    return {
        **view,
        "client_name": party["name"],
        "client_tax_no": party["tax_no"],
        "warehouse_actions": [each | {"product_name": each["name"]} for each in actions_of],
    }


def _as_invoice(given: Given, kind: str) -> dict[str, Any]:
    """The same as attributes of an invoice; goods within the firm have a value of 0 unsaid."""
    side = "seller" if kind in COMING_IN else "buyer"
    party = {f"{side}_{name}": given[its] for its, name in PARTY.items() if its in given}
    rows = objects_in(given, "warehouse_actions") or objects_in(
        given, "warehouse_actions_attributes"
    )
    positions = [_position(row) for row in rows]
    return {**given, **party, "kind": kind, "positions": positions}


def _position(row: Given) -> dict[str, Any]:
    named = {ROW.get(name, name): value for name, value in row.items()}
    priced = any(name.endswith(("price_net", "price_gross")) for name in named)
    return named if priced or "id" in named else named | {"price_net": "0"}
