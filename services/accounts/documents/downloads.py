"""Files in answers: a name, a type, and no bytes for who has them already."""

from collections.abc import Callable
from urllib.parse import quote

from flask import Response
from sqlalchemy.orm import Session
from werkzeug.http import dump_options_header

from services.accounts.documents.actions import print_of
from services.accounts.documents.models import Document, Original
from shared.web.versions import etag, is_known

LAYOUT = 2  # Another one makes other pages of the same document.


def file_response(name: str, media_type: str, tag: str, content: Callable[[], bytes]) -> Response:
    """A file under its name; `304` where the caller has it already."""
    if is_known(etag(tag)):
        return Response(status=304, headers={"ETag": etag(tag)})
    response = Response(content(), mimetype=media_type, headers={"ETag": etag(tag)})
    # Beside the name in UTF-8 (RFC 6266) one for programs that read letters of ASCII only.
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    names = {"filename": plain, "filename*": f"UTF-8''{quote(name, safe='')}"}
    response.headers["Content-Disposition"] = dump_options_header("attachment", names)
    return response


def original_response(original: Original) -> Response:
    """The file that a document came in, byte for byte."""
    return file_response(
        original.name, original.media_type, original.sha256, lambda: original.content
    )


def print_response(session: Session, document: Document, language: str) -> Response:
    """The document as a PDF in this language."""
    return file_response(
        f"{document.number.replace('/', '-')}.pdf",
        "application/pdf",
        f"{document.version}-{language}-{LAYOUT}",
        lambda: print_of(session, document, language),
    )
