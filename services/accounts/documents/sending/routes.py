"""Sending documents over HTTP."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import account_for
from services.accounts.documents.actions import locked_document
from services.accounts.documents.sending import actions
from services.accounts.documents.sending.schemas import SendingBody, SendingView
from shared.auth.caller import Caller
from shared.web.api import Api

api = Api("sending")


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
