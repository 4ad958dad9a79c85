"""Registering payments, changing them, taking them back; the paid documents follow."""

from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.documents.actions import get_document, lock_documents
from services.accounts.documents.issuing.actions import settle, today
from services.accounts.documents.issuing.given import invalid
from services.accounts.documents.models import Document
from services.accounts.documents.numbering.actions import reserve
from services.accounts.payments.models import Payment
from services.accounts.webhooks.changes import note_change
from shared.clock import now
from shared.errors import Missing
from shared.ids import new_id
from shared.texts import N_

SERIALS = "payments"
NO_PAYMENT = N_("There is no such payment in this account.")
OTHER_CURRENCY = N_("The document is in another currency.")


def pay(session: Session, account: Account, document_id: str, body: dict[str, Any]) -> Payment:
    """Register a payment for a document: all that is left to pay, unless an amount is given."""
    lock_documents(session, account)
    document = get_document(session, account, document_id)
    amount = body.get("amount")
    left = document.gross - document.paid
    facts = {name: value for name, value in body.items() if value is not None}
    return register(
        session,
        account,
        facts | {"document_id": document_id, "amount": left if amount is None else amount},
    )


def register(session: Session, account: Account, facts: dict[str, Any]) -> Payment:
    """Keep a payment with these columns; the document that it is for is paid by so much."""
    lock_documents(session, account)
    moment = now()
    usual: dict[str, Any] = {
        "document_id": None,
        "currency": _currency(session, account, facts.get("document_id")),
        "name": "",
        "paid_on": today(),
        "is_paid": True,
        "beside": {},
    }
    payment = Payment(id=new_id(), account_id=account.id, created_at=moment, updated_at=moment)
    payment.serial = reserve(session, account, SERIALS)[0]
    _set(payment, usual | facts)
    session.add(payment)
    _count(session, account, payment, 1)
    note_change(session, "payment", "create", payment)
    return payment


def change(session: Session, account: Account, payment_id: str, facts: dict[str, Any]) -> Payment:
    """Change some columns of a payment; documents are paid by as much more or less."""
    lock_documents(session, account)
    payment = get_payment(session, account, payment_id)
    before = payment.document_id, _worth(payment)
    _set(payment, facts | {"updated_at": now()})
    if (payment.document_id, _worth(payment)) != before:
        _settle(session, account, payment, *before, sign=-1)
        _count(session, account, payment, 1)
    note_change(session, "payment", "update", payment)
    return payment


def take_back(
    session: Session, account: Account, payment_id: str, *, document_id: str | None = None
) -> None:
    """The payment (of this document, if one is named) never was."""
    lock_documents(session, account)
    payment = get_payment(session, account, payment_id)
    if document_id not in (None, payment.document_id):
        raise Missing(NO_PAYMENT)
    _count(session, account, payment, -1)
    session.delete(payment)
    note_change(session, "payment", "delete", payment)


def take_back_all(session: Session, account: Account, document_id: str) -> None:
    """Nothing was paid of the document after all."""
    query = payments_of(account).where(Payment.document_id == document_id)
    for payment in session.scalars(query.order_by(Payment.serial)).all():
        take_back(session, account, payment.id)


def get_payment(session: Session, account: Account, payment_id: str) -> Payment:
    """One payment; Missing where the account has none with this id."""
    payment = session.scalars(payments_of(account).where(Payment.id == payment_id)).one_or_none()
    if payment is None:
        raise Missing(NO_PAYMENT)
    return payment


def payments_of(account: Account) -> Select[Payment]:
    """The account's payments."""
    return select(Payment).where(Payment.account_id == account.id)


def _set(payment: Payment, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(payment, name, value)


def _currency(session: Session, account: Account, document_id: str | None) -> str:
    return get_document(session, account, document_id).currency if document_id else "PLN"


def _worth(payment: Payment) -> Decimal:
    return payment.amount if payment.is_paid else Decimal(0)


def _count(session: Session, account: Account, payment: Payment, sign: int) -> None:
    _settle(session, account, payment, payment.document_id, _worth(payment), sign=sign)


def _settle(
    session: Session,
    account: Account,
    payment: Payment,
    document_id: str | None,
    worth: Decimal,
    *,
    sign: int,
) -> None:
    if document_id is None or not worth:
        return
    document: Document = get_document(session, account, document_id)
    if payment.currency != document.currency:
        raise invalid(OTHER_CURRENCY, "/currency")
    settle(session, document, sign * worth, payment.paid_on)
