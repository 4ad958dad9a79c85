"""Attaching files on a document's page, getting them, taking them away."""

from flask import Response, current_app
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.access import account_for
from services.accounts.documents.actions import get_document
from services.accounts.documents.attachments import actions
from services.accounts.documents.attachments.receiving import FORM, received, store
from services.accounts.documents.downloads import file_response
from services.accounts.documents.turns import turns_at
from services.accounts.pages.documents.single.routes import (
    DOCUMENT,
    page_of,
    show_document,
    show_document_again,
)
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages
from shared.texts import N_
from shared.web.api import Runs

pages = Pages("document_attachments")

ATTACHMENTS = f"{DOCUMENT}/attachments"

ATTACHED = N_("The file is attached.")
REMOVED = N_("The attachment is removed.")


@pages.write(ATTACHMENTS, runs=Runs.OWN, takes=(FORM,), again=show_document)
def add_attachment(_: None, caller: Caller, prefix: str, document: str) -> Go:
    """Attach a file; it is put away before the transaction begins."""
    sessions: sessionmaker[Session] = current_app.extensions["reading"]
    with sessions() as session:
        get_document(session, account_for(session, caller, prefix, "change_documents"), document)
    name, content = received()
    kept = actions.keep(store(), content, name)
    with turns_at(caller, prefix)() as (session, account):
        actions.attach(session, account, document, kept)
    return Go(page_of(prefix, document), ATTACHED)


@pages.read(f"{ATTACHMENTS}/<attachment>")
def download_attachment(
    session: Session, caller: Caller, prefix: str, document: str, attachment: str
) -> Response:
    """The file as it was attached."""
    account = account_for(session, caller, prefix, "see_documents")
    found = actions.get_attachment(session, account, document, attachment)
    return file_response(
        found.name, found.media_type, found.sha256, lambda: actions.read(store(), found)
    )


@pages.write(f"{ATTACHMENTS}/<attachment>/remove", again=show_document_again)
def remove_attachment(
    session: Session, caller: Caller, prefix: str, document: str, attachment: str
) -> Go:
    """Take a file away from a document that is not in the books."""
    account = account_for(session, caller, prefix, "change_documents")
    actions.unattach(session, account, document, attachment)
    return Go(page_of(prefix, document), REMOVED)
