"""Attachments over HTTP."""

import hashlib
from typing import Any

from flask import Response, current_app
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.access import account_for
from services.accounts.documents.actions import get_document
from services.accounts.documents.attachments import actions
from services.accounts.documents.attachments.receiving import TAKEN, received, store
from services.accounts.documents.attachments.schemas import (
    AttachmentQuery,
    AttachmentsView,
    AttachmentView,
)
from services.accounts.documents.downloads import file_response
from services.accounts.documents.models import Attachment
from services.accounts.documents.repeats import once
from services.accounts.documents.turns import turns_at
from shared.auth.caller import Caller
from shared.web.api import Answer, Api, Runs

api = Api("attachments")

ATTACHMENTS = "/v1/accounts/<prefix>/documents/<document>/attachments"


@api.write(
    "POST",
    ATTACHMENTS,
    query=AttachmentQuery,
    out=AttachmentView,
    status=201,
    takes=TAKEN,
    runs=Runs.OWN,
    codes=("forbidden", "step_refused"),
)
def attach_file(
    _: None, caller: Caller, prefix: str, document: str, query: dict[str, Any]
) -> Answer | Response:
    """Attach a PDF, PNG or JPEG of 10 MiB at most: as the body with `?name=`, or as a form.

    What the file is, is told by its content.
    """
    sessions: sessionmaker[Session] = current_app.extensions["reading"]
    with sessions() as session:
        get_document(session, account_for(session, caller, prefix, "change_documents"), document)
    name, content = received(query["name"])

    def work() -> Response:
        return _attached(caller, prefix, document, actions.keep(store(), content, name))

    return once(caller, f"{name}/{hashlib.sha256(content).hexdigest()}".encode(), work)


@api.read(ATTACHMENTS, out=AttachmentsView)
def list_attachments(
    session: Session, caller: Caller, prefix: str, document: str
) -> dict[str, Any]:
    """The files beside a document, the oldest first."""
    account = account_for(session, caller, prefix, "see_documents")
    return {"items": actions.list_attachments(session, account, document)}


@api.read(f"{ATTACHMENTS}/<attachment>", gives="application/octet-stream")
def get_attachment(
    session: Session, caller: Caller, prefix: str, document: str, attachment: str
) -> Response:
    """The file itself, as it was attached."""
    account = account_for(session, caller, prefix, "see_documents")
    found = actions.get_attachment(session, account, document, attachment)
    return file_response(
        found.name, found.media_type, found.sha256, lambda: actions.read(store(), found)
    )


@api.write("DELETE", f"{ATTACHMENTS}/<attachment>", status=204, codes=("forbidden", "step_refused"))
def delete_attachment(
    session: Session, caller: Caller, prefix: str, document: str, attachment: str
) -> None:
    """Take a file away from a document that is not in the books."""
    account = account_for(session, caller, prefix, "change_documents")
    actions.unattach(session, account, document, attachment)


def _attached(caller: Caller, prefix: str, document: str, kept: Attachment) -> Response:
    with turns_at(caller, prefix)() as (session, account):
        actions.attach(session, account, document, kept)
    where = f"/v1/accounts/{prefix}/documents/{document}/attachments/{kept.id}"
    body = AttachmentView().dumps(kept)
    return Response(body, 201, {"Location": where}, mimetype="application/json")
