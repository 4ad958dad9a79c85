"""Saying on a document's page that it was paid, and taking that back."""

from typing import Any, cast

from sqlalchemy.orm import Session

from services.accounts.access import account_for
from services.accounts.pages.documents.single.routes import DOCUMENT, page_of, show_document
from services.accounts.payments import actions
from services.accounts.payments.schemas import PaymentBody
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages, Show
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


def show_document_again(
    session: Session, caller: Caller, prefix: str, document: str, payment: str
) -> Show:
    """The document's page, for what was sent below it."""
    return cast("Show", show_document(session, caller, prefix, document))


@pages.write(f"{PAYMENTS}/<payment>/remove", again=show_document_again)
def remove_payment(
    session: Session, caller: Caller, prefix: str, document: str, payment: str
) -> Go:
    """Take a payment back."""
    account = account_for(session, caller, prefix, "change_documents")
    actions.take_back(session, account, payment, document_id=document)
    return Go(page_of(prefix, document), TAKEN_BACK)
