"""The file of a request that attaches one, and where files are kept."""

from typing import IO

from flask import current_app, request

from services.accounts.documents.attachments.store import FOLDER, Folder, Store
from shared.errors import Invalid, TooLarge
from shared.texts import N_

MIB = 1024 * 1024
LARGEST = 10 * MIB
PIECE = 64 * 1024
FORM = "multipart/form-data"
TAKEN = ("application/pdf", "image/png", "image/jpeg", "application/octet-stream", FORM)

TOO_LARGE = N_("An attachment may have %(mib)s MiB at most.")
ONE_FILE = N_("Send one file in a field named “file”.")


def received(name: str | None = None) -> tuple[str | None, bytes]:
    """The name and the bytes of the one file; TooLarge as soon as they are too many."""
    if request.mimetype != FORM:
        return name, limited(request.stream)
    sent = [file for file in request.files.getlist("file") if file.filename]
    if len(sent) != 1:
        raise Invalid(ONE_FILE, errors=[{"pointer": "/file", "detail": ONE_FILE}])
    return name or sent[0].filename, limited(sent[0].stream)


def store() -> Store:
    """The folder of this service's attachments."""
    return Folder(current_app.extensions["settings"].data_dir / FOLDER)


def limited(stream: IO[bytes]) -> bytes:
    """What is sent; TooLarge as soon as it is too much."""
    content = bytearray()
    while piece := stream.read(PIECE):
        content += piece
        if len(content) > LARGEST:
            raise TooLarge(TOO_LARGE, mib=LARGEST // MIB)
    return bytes(content)
