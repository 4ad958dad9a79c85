"""From a payment's attributes to a payment, and back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.compatible.invoices.finding import invoice
from services.accounts.compatible.invoices.view import invoices_view
from services.accounts.compatible.values import (
    day_in,
    is_yes,
    kept,
    moment,
    number_in,
    serial_of,
    text_in,
    wrong,
)
from services.accounts.documents.computing import half_up, money
from services.accounts.documents.models import Document
from services.accounts.payments.actions import NO_PAYMENT, payments_of
from services.accounts.payments.models import Payment
from shared.errors import Missing
from shared.texts import N_

USED = frozenset(
    [
        "id", "name", "price", "currency", "paid_date", "paid", "description", "invoice_id",
        "invoice_ids", "created_at", "updated_at", "api_token",
    ]
)  # fmt: skip

PRICE_NEEDED = N_("Say how much was paid.")
ONE_INVOICE = N_("A payment is for one invoice.")


def facts_given(
    session: Session, account: Account, given: Mapping[str, Any], *, known: Payment | None = None
) -> dict[str, Any]:
    """The columns that are given; a new payment has a price."""
    price = number_in(given, "price")
    if known is None and price is None:
        raise wrong("price", PRICE_NEEDED)
    facts: dict[str, Any] = {} if price is None else {"amount": half_up(price)}
    facts |= _texts(given) | _document(session, account, dict(given))
    beside = known.beside if known else {}
    return facts | {"beside": beside | kept(given, USED)}


def payment_by_serial(session: Session, account: Account, serial: int) -> Payment:
    """One payment by its integer id; Missing where the account has none with it."""
    found = session.scalars(payments_of(account).where(Payment.serial == serial)).one_or_none()
    if found is None:
        raise Missing(NO_PAYMENT)
    return found


def payments_view(
    session: Session, payments: list[Payment], *, with_invoices: bool = False
) -> list[dict[str, Any]]:
    """Payments as programs see them, with the invoices that they are for where asked."""
    ids = {each.document_id for each in payments if each.document_id}
    documents = list(session.scalars(select(Document).where(Document.id.in_(ids)))) if ids else []
    views = invoices_view(session, documents, with_positions=False)
    invoices = {each.id: view for each, view in zip(documents, views, strict=True)}
    return [
        _shown(each, invoices.get(each.document_id or ""), with_invoices=with_invoices)
        for each in payments
    ]


def _shown(payment: Payment, paid: dict[str, Any] | None, *, with_invoices: bool) -> dict[str, Any]:
    shown = {
        "kind": "api",
        **payment.beside,
        "id": payment.serial,
        "name": payment.name,
        "price": money(payment.amount),
        "currency": payment.currency,
        "paid": payment.is_paid,
        "paid_date": f"{payment.paid_on.isoformat()}T00:00:00Z",
        "description": payment.description,
        "invoice_id": paid["id"] if paid else None,
        "client_id": paid["client_id"] if paid else None,
        "created_at": moment(payment.created_at),
        "updated_at": moment(payment.updated_at),
    }
    return shown | {"invoices": [paid] if paid else []} if with_invoices else shown


def _texts(given: Mapping[str, Any]) -> dict[str, Any]:
    name, currency = text_in(given, "name"), text_in(given, "currency")
    day = day_in(given, "paid_date")
    facts: dict[str, Any] = {
        "name": name and name[:256],
        "currency": currency and currency.upper()[:3],
        "paid_on": date.fromisoformat(day) if day else None,
        "is_paid": is_yes(given["paid"]) if text_in(given, "paid") else None,
    }
    facts = {column: value for column, value in facts.items() if value is not None}
    described = {"description": text_in(given, "description")} if "description" in given else {}
    return facts | described


def _document(session: Session, account: Account, given: dict[str, Any]) -> dict[str, Any]:
    ids = given.get("invoice_ids")
    if isinstance(ids, list) and len(ids) > 1:
        raise wrong("invoice_ids", ONE_INVOICE)
    named = given | {"invoice_id": ids[0]} if isinstance(ids, list) and ids else given
    if "invoice_id" not in named:
        return {}
    id = text_in(named, "invoice_id")
    if id is None:
        return {"document_id": None}
    return {"document_id": invoice(session, account, serial_of(id)).id}
