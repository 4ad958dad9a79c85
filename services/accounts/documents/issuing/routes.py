"""Issuing documents over HTTP."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import account_for
from services.accounts.documents.issuing import actions, corrections
from services.accounts.documents.issuing.schemas import (
    BookingBody,
    CorrectionBody,
    DocumentChangeBody,
    NewDocumentBody,
)
from services.accounts.documents.models import Document
from services.accounts.documents.schemas import DocumentView
from services.accounts.documents.views import whole_view
from shared.auth.caller import Caller
from shared.web.api import Answer, Api

api = Api("issuing")

DOCUMENTS = "/v1/accounts/<prefix>/documents"
DOCUMENT = f"{DOCUMENTS}/<document>"


@api.write(
    "POST",
    DOCUMENTS,
    body=NewDocumentBody,
    out=DocumentView,
    status=201,
    codes=("forbidden", "number_taken", "not_a_party"),
)
def issue_document(session: Session, caller: Caller, prefix: str, body: dict[str, Any]) -> Answer:
    """Issue a document, or record a cost; it gets the account's next number unless it has one."""
    account = account_for(session, caller, prefix, "change_documents")
    return _created(prefix, actions.issue(session, account, body))


@api.write(
    "PATCH",
    DOCUMENT,
    body=DocumentChangeBody,
    out=DocumentView,
    codes=("forbidden", "number_taken", "not_a_party", "step_refused"),
)
def change_document(
    session: Session, caller: Caller, prefix: str, document: str, body: dict[str, Any]
) -> dict[str, Any]:
    """Change a document that is neither in KSeF nor booked; rows are given whole."""
    account = account_for(session, caller, prefix, "change_documents")
    return whole_view(actions.change(session, account, document, body))


@api.write("DELETE", DOCUMENT, status=204, codes=("forbidden", "step_refused"))
def delete_document(session: Session, caller: Caller, prefix: str, document: str) -> None:
    """Delete a document that is neither in KSeF nor booked; its number stays spent."""
    account = account_for(session, caller, prefix, "change_documents")
    actions.delete(session, account, document)


@api.write("POST", f"{DOCUMENT}/cancel", out=DocumentView, codes=("forbidden", "step_refused"))
def cancel_document(session: Session, caller: Caller, prefix: str, document: str) -> dict[str, Any]:
    """Cancel a document: it stays to be seen, and counts no more."""
    account = account_for(session, caller, prefix, "change_documents")
    return whole_view(actions.cancel(session, account, document))


@api.write(
    "POST",
    f"{DOCUMENT}/correct",
    body=CorrectionBody,
    out=DocumentView,
    status=201,
    codes=("forbidden", "number_taken", "step_refused"),
)
def correct_document(
    session: Session, caller: Caller, prefix: str, document: str, body: dict[str, Any]
) -> Answer:
    """Issue a correction: name the rows that were wrong as they should have been."""
    account = account_for(session, caller, prefix, "change_documents")
    return _created(prefix, corrections.correct(session, account, document, body))


@api.write(
    "POST",
    f"{DOCUMENT}/book",
    body=BookingBody,
    out=DocumentView,
    codes=("forbidden", "step_refused"),
)
def book_document(
    session: Session, caller: Caller, prefix: str, document: str, body: dict[str, Any]
) -> dict[str, Any]:
    """Say that the document is in the books: it is locked until it is taken out of them."""
    account = account_for(session, caller, prefix, "export")
    return whole_view(actions.book(session, account, document, body))


@api.write("POST", f"{DOCUMENT}/unbook", out=DocumentView, codes=("forbidden", "step_refused"))
def unbook_document(session: Session, caller: Caller, prefix: str, document: str) -> dict[str, Any]:
    """Take the document out of the books: it may change again."""
    account = account_for(session, caller, prefix, "export")
    return whole_view(actions.unbook(session, account, document))


def _created(prefix: str, document: Document) -> Answer:
    location = f"/v1/accounts/{prefix}/documents/{document.id}"
    return Answer(whole_view(document), headers={"Location": location})
