"""Warehouse documents at the compatible addresses."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.compatible.api import CompatibleApi
from services.accounts.compatible.asking import Asked
from services.accounts.compatible.invoices.finding import list_warehouse, warehouse_document
from services.accounts.compatible.values import object_in
from services.accounts.compatible.warehouse import actions
from services.accounts.compatible.warehouse.actions import warehouse_view
from services.accounts.documents.issuing import actions as issuing

api = CompatibleApi("compatible_warehouse")

WAREHOUSE_DOCUMENT = "/warehouse_documents/<serial>.json"


@api.on("GET", "/warehouse_documents.json", may="see_documents")
def list_compatible_warehouse(session: Session, asked: Asked) -> list[dict[str, Any]]:
    """A page of warehouse documents with their rows."""
    return warehouse_view(session, list_warehouse(session, asked))


@api.on("POST", "/warehouse_documents.json", may="change_documents", status=201)
def create_compatible_warehouse(session: Session, asked: Asked) -> dict[str, Any]:
    """Issue a warehouse document: PZ, WZ, MM, RW or PW."""
    given = object_in(asked.body, "warehouse_document")
    return warehouse_view(session, [actions.create(session, asked.account, given)])[0]


@api.on("GET", WAREHOUSE_DOCUMENT, may="see_documents")
def get_compatible_warehouse(session: Session, asked: Asked, serial: int) -> dict[str, Any]:
    """One warehouse document."""
    return warehouse_view(session, [warehouse_document(session, asked.account, serial)])[0]


@api.on("PUT PATCH", WAREHOUSE_DOCUMENT, may="change_documents")
def change_compatible_warehouse(session: Session, asked: Asked, serial: int) -> dict[str, Any]:
    """Change a warehouse document; rows by their `id`, with `_destroy` they go."""
    found = warehouse_document(session, asked.account, serial)
    given = object_in(asked.body, "warehouse_document")
    return warehouse_view(session, [actions.change(session, asked.account, found, given)])[0]


@api.on("DELETE", WAREHOUSE_DOCUMENT, may="change_documents")
def delete_compatible_warehouse(session: Session, asked: Asked, serial: int) -> str:
    """Delete a warehouse document."""
    found = warehouse_document(session, asked.account, serial)
    issuing.delete(session, asked.account, found.id)
    return "ok"
