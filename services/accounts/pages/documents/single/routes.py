"""The page of a document, its files to download, and what may be done with it as a whole."""

from typing import Any

from flask import Response
from sqlalchemy.orm import Session

from services.accounts.access import account_for
from services.accounts.documents.actions import get_document, get_original, locked_document
from services.accounts.documents.downloads import original_response, print_response
from services.accounts.documents.issuing import actions
from services.accounts.documents.sending.actions import send
from services.accounts.pages.documents.frame import frame
from services.accounts.pages.documents.single.reads import beside, sheet
from services.accounts.pages.documents.single.schemas import PrintQuery, SendingForm
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_

pages = Pages("document")

DOCUMENT = "/account/<prefix>/documents/<document>"

SENT = N_("The document is on its way to %(emails)s.")
CANCELLED = N_("The document is cancelled.")
BOOKED = N_("The document is marked as booked. It can't be changed any more.")
UNBOOKED = N_("The document is out of the books. It may be changed again.")


@pages.read(DOCUMENT)
def show_document(session: Session, caller: Caller, prefix: str, document: str) -> Show:
    """What the document says, how it stands, and what may be done."""
    account = account_for(session, caller, prefix, "see_documents")
    found = get_document(session, account, document)
    return Show(
        "documents/document.html",
        **frame(session, caller, account),
        document=found,
        sheet=sheet(found),
        **beside(session, account, found),
    )


def show_document_again(
    session: Session, caller: Caller, prefix: str, document: str, **_: str
) -> Show:
    """The page once more, for what was sent about a part of the document."""
    return show_document(session, caller, prefix, document)  # type: ignore[no-any-return]


@pages.read(f"{DOCUMENT}/pdf", query=PrintQuery)
def download_print(
    session: Session, caller: Caller, prefix: str, document: str, query: dict[str, str]
) -> Response:
    """The document as a PDF."""
    account = account_for(session, caller, prefix, "see_documents")
    return print_response(session, get_document(session, account, document), query["lang"])


@pages.read(f"{DOCUMENT}/xml")
def download_original(session: Session, caller: Caller, prefix: str, document: str) -> Response:
    """The XML that the document came in."""
    account = account_for(session, caller, prefix, "see_documents")
    return original_response(get_original(session, account, document))


@pages.write(f"{DOCUMENT}/send", form=SendingForm, again=show_document)
def send_document(
    session: Session, caller: Caller, prefix: str, document: str, form: dict[str, Any]
) -> Go:
    """Mail the document."""
    account = account_for(session, caller, prefix, "change_documents")
    found = locked_document(session, account, document)
    emails = send(session, account, found, form["emails"])
    return Go(page_of(prefix, document), SENT, emails=", ".join(emails))


@pages.write(f"{DOCUMENT}/cancel", again=show_document)
def cancel_document(session: Session, caller: Caller, prefix: str, document: str) -> Go:
    """Cancel the document: it keeps its number and does not count."""
    account = account_for(session, caller, prefix, "change_documents")
    actions.cancel(session, account, document)
    return Go(page_of(prefix, document), CANCELLED)


@pages.write(f"{DOCUMENT}/book", again=show_document)
def book_document(session: Session, caller: Caller, prefix: str, document: str) -> Go:
    """Mark the document as booked."""
    account = account_for(session, caller, prefix, "export")
    actions.book(session, account, document, {})
    return Go(page_of(prefix, document), BOOKED)


@pages.write(f"{DOCUMENT}/unbook", again=show_document)
def unbook_document(session: Session, caller: Caller, prefix: str, document: str) -> Go:
    """Take the document out of the books."""
    account = account_for(session, caller, prefix, "export")
    actions.unbook(session, account, document)
    return Go(page_of(prefix, document), UNBOOKED)


def page_of(prefix: str, document: str) -> str:
    """The address of the page."""
    return f"/account/{prefix}/documents/{document}"
