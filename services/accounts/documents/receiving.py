"""The body of an import request, as parts that can be read again from their beginning."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from flask import request

from services.accounts.documents.upload import (
    MIB,
    PIECE,
    File,
    Part,
    files_of_form,
    files_of_xml,
    files_of_zip,
)
from shared.errors import Invalid
from shared.texts import N_

FORM = "multipart/form-data"
XML = ("application/xml", "text/xml")
ZIP = ("application/zip", "application/x-zip-compressed")
MEDIA_TYPES = (*XML, *ZIP, FORM)
NO_FILE = N_("Send at least one file in a field named “file”.")


@contextmanager
def received(name: str | None) -> Iterator[list[Part]]:
    """The files of the form, or the whole body under `name`, kept on disk where they are large.

    Raises Invalid on a form without a file.
    """
    if request.mimetype == FORM:
        yield parts_of_form()
        return
    with SpooledTemporaryFile(max_size=MIB) as body:
        while piece := request.stream.read(PIECE):
            body.write(piece)
        body.seek(0)
        yield [Part(name, cast("BinaryIO", body))]


def files_in(parts: list[Part]) -> Iterator[File]:
    """The single files of the parts, by the media type of the request."""
    if request.mimetype == FORM:
        return files_of_form(parts)
    (part,) = parts
    return files_of_zip(part) if request.mimetype in ZIP else files_of_xml(part)


def print_of(parts: list[Part]) -> bytes:
    """What identifies the body: the names and digests of its parts."""
    prints = []
    for name, stream in parts:
        stream.seek(0)
        digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
        stream.seek(0)
        prints.append(f"{name}/{digest}")
    return "\n".join(prints).encode()


def parts_of_form() -> list[Part]:
    """The files that a form sends in its fields `file`; Invalid where there is none."""
    sent = [file for file in request.files.getlist("file") if file.filename]
    if not sent:
        raise Invalid(NO_FILE, errors=[{"pointer": "/file", "detail": NO_FILE}])
    return [Part(file.filename, cast("BinaryIO", file.stream)) for file in sent]
