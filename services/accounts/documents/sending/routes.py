"""Sending documents over HTTP, and what the link in the mail opens."""

from typing import Any
from urllib.parse import quote

from flask import Response
from sqlalchemy.orm import Session

from services.accounts.access import account_for
from services.accounts.documents.actions import locked_document
from services.accounts.documents.printing import print_document
from services.accounts.documents.sending import actions
from services.accounts.documents.sending.schemas import SendingBody, SendingView
from services.accounts.pages.rendering import Page, answer
from services.accounts.pages.schemas import LinkQuery
from shared.auth.caller import Caller
from shared.errors import Missing
from shared.texts import N_, say
from shared.web.api import Access, Api
from shared.web.problems import language

api = Api("sending")

NOT_THERE = N_("There is no document here")


@api.write(
    "POST",
    "/v1/accounts/<prefix>/documents/<document>/send",
    body=SendingBody,
    out=SendingView,
    codes=("forbidden",),
)
def send_document(
    session: Session, caller: Caller, prefix: str, document: str, body: dict[str, Any]
) -> dict[str, Any]:
    """Mail a document as a PDF, with a link to it, to its buyer or to others."""
    account = account_for(session, caller, prefix, "change_documents")
    found = locked_document(session, account, document)
    return {
        "emails": actions.send(session, account, found, body["emails"], attached=body["attached"])
    }


@api.read("/document", access=Access.PUBLIC, query=LinkQuery, gives="application/pdf")
def show_document(session: Session, _: Caller, query: dict[str, str]) -> Response:
    """The document that a mailed link leads to, as a PDF."""
    try:
        document = actions.follow(session, query["token"])
    except Missing as missing:
        return answer(Page(NOT_THERE, "", error=say(missing.text, language())), 404)
    response = Response(print_document(document.content, language()), mimetype="application/pdf")
    name = quote(f"{document.number.replace('/', '-')}.pdf", safe="")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    return response
