"""Attachments over HTTP."""

import hashlib
from typing import IO, Any

from flask import Response, current_app, request
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.access import account_for
from services.accounts.documents.actions import get_document
from services.accounts.documents.attachments import actions
from services.accounts.documents.attachments.schemas import (
    AttachmentQuery,
    AttachmentsView,
    AttachmentView,
)
from services.accounts.documents.attachments.store import FOLDER, Folder, Store
from services.accounts.documents.downloads import file_response
from services.accounts.documents.models import Attachment
from services.accounts.documents.repeats import once
from shared.auth.caller import Caller
from shared.context import Context, act_as
from shared.errors import Invalid, TooLarge
from shared.texts import N_
from shared.web.api import Answer, Api, Runs

api = Api("attachments")

MIB = 1024 * 1024
LARGEST = 10 * MIB
PIECE = 64 * 1024
FORM = "multipart/form-data"
TAKEN = ("application/pdf", "image/png", "image/jpeg", "application/octet-stream", FORM)

ATTACHMENTS = "/v1/accounts/<prefix>/documents/<document>/attachments"
TOO_LARGE = N_("An attachment may have %(mib)s MiB at most.")
ONE_FILE = N_("Send one file in a field named “file”.")


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
    with _sessions("reading")() as session:
        get_document(session, account_for(session, caller, prefix, "change_documents"), document)
    name, content = _received(query["name"])

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
    request_id = request.environ["biurko.request_id"]
    with _sessions("writing").begin() as session:
        act_as(session, Context(caller.actor, cause=request_id, correlation=request_id))
        account = account_for(session, caller, prefix, "change_documents")
        actions.attach(session, account, document, kept)
    where = f"/v1/accounts/{prefix}/documents/{document}/attachments/{kept.id}"
    body = AttachmentView().dumps(kept)
    return Response(body, 201, {"Location": where}, mimetype="application/json")


def _received(name: str | None) -> tuple[str | None, bytes]:
    """The name and the bytes of the one file; TooLarge as soon as they are too many."""
    if request.mimetype != FORM:
        return name, limited(request.stream)
    sent = [file for file in request.files.getlist("file") if file.filename]
    if len(sent) != 1:
        raise Invalid(ONE_FILE, errors=[{"pointer": "/file", "detail": ONE_FILE}])
    return name or sent[0].filename, limited(sent[0].stream)


def limited(stream: IO[bytes]) -> bytes:
    content = bytearray()
    while piece := stream.read(PIECE):
        content += piece
        if len(content) > LARGEST:
            raise TooLarge(TOO_LARGE, mib=LARGEST // MIB)
    return bytes(content)


def store() -> Store:
    return Folder(current_app.extensions["settings"].data_dir / FOLDER)


def _sessions(kind: str) -> sessionmaker[Session]:
    sessions: sessionmaker[Session] = current_app.extensions[kind]
    return sessions
