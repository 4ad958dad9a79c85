"""Payments at the compatible addresses."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.compatible.api import CompatibleApi
from services.accounts.compatible.asking import Asked
from services.accounts.compatible.paging import page_of
from services.accounts.compatible.payments.actions import (
    facts_given,
    payment_by_serial,
    payments_view,
)
from services.accounts.compatible.values import object_in
from services.accounts.payments import actions
from services.accounts.payments.models import Payment

api = CompatibleApi("compatible_payments")

PAYMENTS = "/banking/payments"
PAYMENT = f"{PAYMENTS}/<serial>.json"


@api.on("GET", f"{PAYMENTS}.json", may="see_documents")
def list_compatible_payments(session: Session, asked: Asked) -> list[dict[str, Any]]:
    """A page of payments; `include=invoices` tells what they are for."""
    query = actions.payments_of(asked.account)
    found = page_of(session, query, Payment.id, Payment.serial.desc())
    with_invoices = asked.parameters.get("include") == "invoices"
    return payments_view(session, found, with_invoices=with_invoices)


@api.on("POST", f"{PAYMENTS}.json", may="change_documents", status=201)
def create_compatible_payment(session: Session, asked: Asked) -> dict[str, Any]:
    """Register a payment; the invoice that it is for is paid by so much."""
    given = object_in(asked.body, "banking_payment", "payment")
    facts = facts_given(session, asked.account, given)
    payment = actions.register(session, asked.account, facts)
    return payments_view(session, [payment])[0]


@api.on("GET", PAYMENT, may="see_documents")
def get_compatible_payment(session: Session, asked: Asked, serial: int) -> dict[str, Any]:
    """One payment."""
    return payments_view(session, [payment_by_serial(session, asked.account, serial)])[0]


@api.on("PUT PATCH", PAYMENT, may="change_documents")
def change_compatible_payment(session: Session, asked: Asked, serial: int) -> dict[str, Any]:
    """Change a payment; its invoice follows."""
    known = payment_by_serial(session, asked.account, serial)
    given = object_in(asked.body, "banking_payment", "payment")
    facts = facts_given(session, asked.account, given, known=known)
    payment = actions.change(session, asked.account, known.id, facts)
    return payments_view(session, [payment])[0]


@api.on("DELETE", PAYMENT, may="change_documents")
def delete_compatible_payment(session: Session, asked: Asked, serial: int) -> str:
    """Take a payment back."""
    known = payment_by_serial(session, asked.account, serial)
    actions.take_back(session, asked.account, known.id)
    return "ok"
