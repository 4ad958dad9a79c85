"""Payments of documents over HTTP."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import account_for
from services.accounts.documents.actions import get_document
from services.accounts.payments import actions
from services.accounts.payments.models import Payment
from services.accounts.payments.schemas import PaymentBody, PaymentView
from shared.auth.caller import Caller
from shared.web.api import Answer, Api
from shared.web.lists import ListQuery, Page, page_of, paginate

api = Api("payments")

PAYMENTS = "/v1/accounts/<prefix>/documents/<document>/payments"


@api.write(
    "POST",
    PAYMENTS,
    body=PaymentBody,
    out=PaymentView,
    status=201,
    codes=("forbidden", "step_refused"),
)
def pay_document(
    session: Session, caller: Caller, prefix: str, document: str, body: dict[str, Any]
) -> Answer:
    """Register a payment; the document is then paid, in part or in full."""
    account = account_for(session, caller, prefix, "change_documents")
    payment = actions.pay(session, account, document, body)
    location = f"/v1/accounts/{prefix}/documents/{document}/payments/{payment.id}"
    return Answer(payment, headers={"Location": location})


@api.read(PAYMENTS, query=ListQuery, out=page_of(PaymentView))
def list_payments(
    session: Session, caller: Caller, prefix: str, document: str, query: dict[str, Any]
) -> Page[Payment]:
    """What was paid of a document, the oldest first."""
    account = account_for(session, caller, prefix, "see_documents")
    found = get_document(session, account, document)
    paid = actions.payments_of(account).where(Payment.document_id == found.id)
    return paginate(session, paid, by=[Payment.id], **query)


@api.write("DELETE", f"{PAYMENTS}/<payment>", status=204, codes=("forbidden", "step_refused"))
def take_back_payment(
    session: Session, caller: Caller, prefix: str, document: str, payment: str
) -> None:
    """Take a payment back: the document is paid by so much less."""
    account = account_for(session, caller, prefix, "change_documents")
    actions.take_back(session, account, payment, document_id=document)
