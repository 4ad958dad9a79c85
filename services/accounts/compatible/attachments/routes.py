"""Files beside invoices at the compatible addresses."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_STORED, ZipFile

from flask import Response, current_app, request
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.access import account_for
from services.accounts.accounts.models import Account
from services.accounts.compatible.api import CompatibleApi
from services.accounts.compatible.asking import Asked, caller_with
from services.accounts.compatible.attachments.permits import (
    NO_PERMIT,
    STATUS,
    Permit,
    name_in,
    permit_fields,
    permit_in,
)
from services.accounts.compatible.invoices.finding import invoice
from services.accounts.compatible.values import text_in, wrong
from services.accounts.digests import digest
from services.accounts.documents.actions import get_document, get_original
from services.accounts.documents.attachments import actions, waiting
from services.accounts.documents.attachments.receiving import FORM, ONE_FILE, limited, store
from services.accounts.documents.downloads import file_response
from services.accounts.documents.models import Attachment
from services.accounts.sightings.looking import saw
from services.accounts.tokens.models import ApiToken
from shared.clock import now
from shared.errors import Missing, Unauthenticated
from shared.texts import N_

api = CompatibleApi("compatible_attachments")

INVOICE = "/invoices/<serial>"
UPLOADS = "/attachment_uploads.json"
LONGEST_NAME = 200
NO_NAME = N_("Say the name under which the file was sent.")
NO_SUCH_FILE = N_("The document has no such file.")
PIECE = 64 * 1024


@api.on("GET", f"{INVOICE}/get_new_attachment_credentials.json", may="change_documents")
def get_new_attachment_credentials(session: Session, asked: Asked, serial: int) -> dict[str, str]:
    """The fields of the form with which a file for the invoice is sent within the hour, and where.

    `url` is the address; the file comes last, in a field named `file`.
    """
    found = invoice(session, asked.account, serial)
    secret = asked.token.partition("/")[0]
    token = session.scalars(select(ApiToken).where(ApiToken.digest == digest(secret))).one()
    permit = Permit(asked.account.prefix, found.id, now() + waiting.LIFE)
    public: str = current_app.extensions["settings"].public_url
    return permit_fields(token, permit) | {"url": f"{public}{UPLOADS}"}


@api.on("POST", UPLOADS, takes=(FORM,), status=int(STATUS))
def take_attachment_upload(_: None, __: str | None) -> Response:
    """Take a file with the fields of `get_new_attachment_credentials`; a PDF, a PNG or a JPEG."""
    sent = request.files.getlist("file")
    with _sessions("reading")() as session:
        permit = _permitted(session)[1]
    if len(sent) != 1:
        raise wrong("file", ONE_FILE)
    name = name_in(request.form, sent[0].filename)
    if not name or len(name) > LONGEST_NAME:
        raise wrong("file", NO_NAME)
    kept = actions.keep(store(), limited(sent[0].stream), name)
    with _sessions("writing").begin() as session:
        account, permit = _permitted(session)
        document = get_document(session, account, permit.document_id)
        waiting.wait(session, document.id, name, kept)
    return Response(status=int(STATUS))


@api.on("POST", f"{INVOICE}/add_attachment.json", may="change_documents")
def add_compatible_attachment(session: Session, asked: Asked, serial: int) -> dict[str, Any]:
    """Attach the file that was sent under `file_name`."""
    found = invoice(session, asked.account, serial)
    name = asked.parameters.get("file_name") or text_in(asked.body, "file_name")
    if not name:
        raise wrong("file_name", NO_NAME)
    attached = waiting.attach_waiting(session, asked.account, found.id, name)
    return {"code": "success", "message": "Załącznik dodany", "file_name": attached.name}


@api.on("GET", f"{INVOICE}/attachments_zip.json", may="see_documents", gives="application/zip")
def zip_compatible_attachments(session: Session, asked: Asked, serial: int) -> Response:
    """All files beside the invoice in one ZIP, which has none in it where there are none."""
    found = invoice(session, asked.account, serial)
    packed = _zip_of(actions.list_attachments(session, asked.account, found.id))
    saw(session, asked.account.id, "attachment", found.id)
    response = Response(_pieces(packed), mimetype="application/zip")
    response.headers["Content-Disposition"] = "attachment; filename=attachments.zip"
    return response


@api.on("GET", f"{INVOICE}/attachment", may="see_documents", gives="application/xml")
def get_compatible_file(session: Session, asked: Asked, serial: int) -> Response:
    """The XML of an invoice in KSeF (`kind` is `gov`); of a confirmation (UPO) none is kept."""
    found = invoice(session, asked.account, serial)
    if asked.parameters.get("kind") != "gov":
        raise Missing(NO_SUCH_FILE)
    original = get_original(session, asked.account, found.id)
    return file_response(
        original.name, original.media_type, original.sha256, lambda: original.content
    )


def _permitted(session: Session) -> tuple[Account, Permit]:
    """The account and the permit of the form; Missing where the program lost the account."""
    token = session.get(ApiToken, request.form.get("AWSAccessKeyId", ""))
    if token is None:
        raise Unauthenticated(NO_PERMIT)
    permit = permit_in(request.form, token)
    caller = caller_with(token)
    return account_for(session, caller, permit.prefix, "change_documents"), permit


def _zip_of(attachments: Sequence[Attachment]) -> IO[bytes]:
    """A ZIP in a file that goes when it is closed; of two files with one name one is numbered."""
    names: set[str] = set()
    with ExitStack() as until_failure:
        target = until_failure.enter_context(TemporaryFile())
        with ZipFile(target, "w", ZIP_STORED) as packed:
            for each in attachments:
                packed.writestr(_free(each.name, names), actions.read(store(), each))
        target.seek(0)
        until_failure.pop_all()
    return target


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def _free(name: str, names: set[str]) -> str:
    """The name, or one more like it that is not among `names` yet."""
    path, number, free = Path(name), 1, name
    while free.casefold() in names:
        number += 1
        free = f"{path.stem} ({number}){path.suffix}"
    names.add(free.casefold())
    return free


def _sessions(kind: str) -> sessionmaker[Session]:
    sessions: sessionmaker[Session] = current_app.extensions[kind]
    return sessions
