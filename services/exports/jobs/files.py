"""An export's file as a response: whole or in ranges, by what the request asks."""

from flask import Request, Response
from werkzeug.http import quote_etag
from werkzeug.wsgi import FileWrapper

from services.exports.jobs.actions import NO_FILE
from services.exports.jobs.models import Job
from services.exports.jobs.storage import Storage
from shared.errors import Missing

PIECE = 1 << 16  # bytes


def response(request: Request, storage: Storage, job: Job) -> Response:
    """The file by the request's Range, If-Range and If-None-Match; its ETag is its SHA-256.

    Raises Missing when it is gone, RequestedRangeNotSatisfiable for a range outside it.
    """
    file = storage.open(job.file_key or "")
    if file is None:
        raise Missing(NO_FILE)
    answer = Response(
        FileWrapper(file, PIECE), content_type=job.file_media_type, direct_passthrough=True
    )
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
