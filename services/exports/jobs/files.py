"""An export's file as a response: whole or in ranges, opened only when it is read."""

from collections.abc import Iterator
from io import SEEK_SET
from typing import BinaryIO

from flask import Request, Response
from werkzeug.http import quote_etag

from services.exports.jobs.actions import NO_FILE
from services.exports.jobs.models import Job
from services.exports.jobs.storage import Storage
from shared.errors import Missing

PIECE = 1 << 16  # bytes


class Content:
    """The stored bytes, as werkzeug reads a range of them."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._file.read(PIECE):
            yield piece

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


def response(request: Request, storage: Storage, job: Job) -> Response:
    """The file by the request's Range, If-Range and If-None-Match; its ETag is its SHA-256.

    Raises Missing when it is gone, RequestedRangeNotSatisfiable for a range outside it.
    """
    file = storage.open(job.file_key or "")
    if file is None:
        raise Missing(NO_FILE)
    answer = Response(Content(file), mimetype=job.file_media_type)
    answer.call_on_close(file.close)
    answer.headers["Content-Disposition"] = f'attachment; filename="{job.file_name}"'
    answer.headers["ETag"] = quote_etag(job.file_sha256 or "")
    answer.headers["Content-Length"] = str(job.file_size)
    try:
        answer.make_conditional(request.environ, accept_ranges=True, complete_length=job.file_size)
    except BaseException:
        file.close()
        raise
    return answer
