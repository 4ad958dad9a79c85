"""Documents of an account, the part of them that a bureau's page shows, and mailed ones."""

from urllib.parse import quote

from flask import Response
from sqlalchemy.orm import Session

from services.accounts.access import account_for
from services.accounts.documents.actions import list_documents, print_of
from services.accounts.documents.sending import actions as sending
from services.accounts.pages.links.schemas import LinkQuery
from shared.auth.caller import Caller
from shared.pages.routing import Pages, Show
from shared.web.api import Access
from shared.web.problems import language

pages = Pages("documents")

FEW = 5


@pages.fragment("/account/<prefix>/documents/latest")
def show_latest_documents(session: Session, caller: Caller, prefix: str) -> Show:
    """The newest documents, for the page of a client."""
    account = account_for(session, caller, prefix, "see_documents")
    found = list_documents(session, account, limit=FEW, cursor=None)
    return Show("documents/latest.html", prefix=account.prefix, documents=found.items)


@pages.read("/document", access=Access.PUBLIC, query=LinkQuery)
def show_document(session: Session, _: Caller, query: dict[str, str]) -> Response:
    """The document that a mailed link leads to, as a PDF."""
    document = sending.follow(session, query["token"])
    response = Response(print_of(session, document, language()), mimetype="application/pdf")
    name = quote(f"{document.number.replace('/', '-')}.pdf", safe="")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    return response
