"""Saying on a document's page that it was paid, and taking that back."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import account_for
from services.accounts.pages.documents.single.routes import (
    DOCUMENT,
    page_of,
    show_document,
    show_document_again,
)
from services.accounts.payments import actions
from services.accounts.payments.schemas import PaymentBody
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages
from shared.pages.typing import as_typed
from shared.texts import N_

pages = Pages("document_payments")

PAYMENTS = f"{DOCUMENT}/payments"

PAID = N_("The payment is noted.")
TAKEN_BACK = N_("The payment is taken back.")

PaymentForm = as_typed(PaymentBody)


@pages.write(PAYMENTS, form=PaymentForm, again=show_document)
def add_payment(
    session: Session, caller: Caller, prefix: str, document: str, form: dict[str, Any]
) -> Go:
    """Note a payment: all that is left to pay, unless an amount is given."""
    account = account_for(session, caller, prefix, "change_documents")
    actions.pay(session, account, document, form)
    return Go(page_of(prefix, document), PAID)


@pages.write(f"{PAYMENTS}/<payment>/remove", again=show_document_again)
def remove_payment(
    session: Session, caller: Caller, prefix: str, document: str, payment: str
) -> Go:
    """Take a payment back."""
    account = account_for(session, caller, prefix, "change_documents")
    actions.take_back(session, account, payment, document_id=document)
    return Go(page_of(prefix, document), TAKEN_BACK)
