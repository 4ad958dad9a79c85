"""A kept file as a response: whole or in ranges, by what the request asks."""

from typing import Protocol

from flask import Request, Response
from werkzeug.http import quote_etag
from werkzeug.wsgi import FileWrapper

from services.exports.jobs.actions import NO_FILE
from services.exports.jobs.storage import Storage
from shared.errors import Missing

PIECE = 1 << 16  # bytes


class Kept(Protocol):
    """What names a file in the storage: an export, or a hand-over package."""

    @property
    def file_key(self) -> str | None: ...
    @property
    def file_name(self) -> str | None: ...
    @property
    def file_media_type(self) -> str | None: ...
    @property
    def file_size(self) -> int | None: ...
    @property
    def file_sha256(self) -> str | None: ...


def response(request: Request, storage: Storage, kept: Kept) -> Response:
    """The file by the request's Range, If-Range and If-None-Match; its ETag is its SHA-256.

    Raises Missing when it is gone, RequestedRangeNotSatisfiable for a range outside it.
    """
    file = storage.open(kept.file_key or "")
    if file is None:
        raise Missing(NO_FILE)
    answer = Response(
        FileWrapper(file, PIECE), content_type=kept.file_media_type, direct_passthrough=True
    )
    answer.call_on_close(file.close)
    answer.headers["Content-Disposition"] = f'attachment; filename="{kept.file_name}"'
    answer.headers["ETag"] = quote_etag(kept.file_sha256 or "")
    answer.headers["Content-Length"] = str(kept.file_size)
    try:
        answer.make_conditional(request.environ, accept_ranges=True, complete_length=kept.file_size)
    except BaseException:
        file.close()
        raise
    return answer
