"""An invoice as programs for Fakturownia see it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.compatible.invoices.parties import shown_of as party_shown
from services.accounts.compatible.invoices.rows import all_shown
from services.accounts.compatible.values import moment
from services.accounts.documents.computing import money
from services.accounts.documents.models import Document
from services.accounts.parties.models import Contractor


def invoices_view(
    session: Session, documents: list[Document], *, with_positions: bool
) -> list[dict[str, Any]]:
    """Invoices with their clients and what they correct, all read at once."""
    clients = _serials(session, Contractor, {each.contractor_id for each in documents})
    corrected = _serials(session, Document, {each.corrects_id for each in documents})
    shown = [
        _head(each, clients.get(each.contractor_id), corrected.get(each.corrects_id))
        for each in documents
    ]
    if with_positions:
        for view, each in zip(shown, documents, strict=True):
            view["positions"] = all_shown(each.positions, each.serial)
    return shown


def invoice_view(session: Session, document: Document) -> dict[str, Any]:
    """One invoice, whole."""
    return invoices_view(session, [document], with_positions=True)[0]


def status_of(document: Document) -> str:
    """`paid` and `partial` follow from the payments, the rest was noted."""
    state = document.head["payment_state"]
    return state if state != "unpaid" else document.delivery


def _serials(
    session: Session, kind: type[Contractor | Document], ids: set[str | None]
) -> dict[str | None, int]:
    """The integer ids of things by their ids."""
    known = ids - {None}
    if not known:
        return {}
    rows = session.execute(select(kind.id, kind.serial).where(kind.id.in_(known)))
    return {row.id: row.serial for row in rows}


def _head(document: Document, client_id: int | None, corrected: int | None) -> dict[str, Any]:
    said, beside = document.head, document.beside or {}
    corrects = {"from_invoice_id": corrected, "invoice_id": corrected} if corrected else {}
    return {
        **beside,
        **corrects,
        "id": document.serial,
        "number": document.number,
        "kind": document.kind,
        "income": "1" if document.income else "0",
        "status": status_of(document),
        "place": said["issue_place"],
        "issue_date": said["issue_date"],
        "sell_date": said["sale_date"],
        "payment_to": said["due_date"],
        "paid_date": said["paid_date"],
        "transaction_date": said["receipt_date"],
        "payment_type": said["payment_form"],
        "price_net": money(document.net),
        "price_tax": money(document.vat),
        "price_gross": money(document.gross),
        "paid": money(document.paid),
        "currency": document.currency,
        "exchange_rate": said["exchange_rate"],
        "client_id": client_id,
        "description": said["description"],
        **party_shown(said["seller"], "seller", beside),
        **party_shown(said["buyer"], "buyer", beside),
        "seller_bank_account": said["bank_account"],
        "split_payment": "1" if said["split_payment"] else "0",
        "reverse_charge": said["reverse_charge"],
        "procedure_designations": said["procedures"],
        "exempt_tax_kind": said["exempt_basis"],
        "correction_reason": said["correction_reason"],
        "gov_id": said["ksef_number"],
        "gov_status": "ok" if said["ksef_number"] else None,
        "cancelled": document.kind == "canceled",
        "created_at": moment(document.created_at),
        "updated_at": moment(document.updated_at),
    }
