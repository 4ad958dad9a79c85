"""Clients at the compatible addresses."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.compatible.api import CompatibleApi
from services.accounts.compatible.asking import Asked
from services.accounts.compatible.clients.actions import client_view, facts_given
from services.accounts.compatible.invoices.parties import tax_number
from services.accounts.compatible.paging import page_of
from services.accounts.compatible.values import object_in
from services.accounts.parties import actions
from services.accounts.parties.models import Contractor

api = CompatibleApi("compatible_clients")

CLIENT = "/clients/<serial>.json"


@api.on("GET", "/clients.json", may="see_documents")
def list_compatible_clients(session: Session, asked: Asked) -> list[dict[str, Any]]:
    """A page of clients; `name` finds a part of it, the other parameters the whole."""
    query = actions.contractors_of(asked.account)
    if name := asked.parameters.get("name"):
        query = query.where(actions.is_named(name))
    if tax_no := asked.parameters.get("tax_no"):
        query = query.where(Contractor.tax_no == tax_number(tax_no, None)["tax_no"])
    for column in (Contractor.email, Contractor.external_id):
        if value := asked.parameters.get(column.key):
            query = query.where(column == value)
    found = page_of(session, query, Contractor.id, Contractor.serial.desc())
    return [client_view(each) for each in found]


@api.on("POST", "/clients.json", may="change_documents", status=201)
def create_compatible_client(session: Session, asked: Asked) -> dict[str, Any]:
    """Keep a new client."""
    facts = facts_given(object_in(asked.body, "client"))
    return client_view(actions.add_contractor(session, asked.account, facts))


@api.on("GET", CLIENT, may="see_documents")
def get_compatible_client(session: Session, asked: Asked, serial: int) -> dict[str, Any]:
    """One client."""
    return client_view(actions.get_contractor(session, asked.account, serial))


@api.on("PUT PATCH", CLIENT, may="change_documents")
def change_compatible_client(session: Session, asked: Asked, serial: int) -> dict[str, Any]:
    """Change a client."""
    known = actions.get_contractor(session, asked.account, serial)
    facts = facts_given(object_in(asked.body, "client"), known=known)
    return client_view(actions.change_contractor(session, asked.account, serial, facts))


@api.on("DELETE", CLIENT, may="change_documents")
def delete_compatible_client(session: Session, asked: Asked, serial: int) -> str:
    """Forget a client; its invoices stay."""
    actions.remove_contractor(session, asked.account, serial)
    return "ok"
