"""Errors as the API tells them: RFC 9457 problem+json, in the caller's language."""

import json
from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, Response, g, request
from marshmallow import ValidationError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from shared import errors
from shared.errors import Failure
from shared.texts import LANGUAGES, N_, say

STATUS: dict[type[Failure], int] = {
    errors.Malformed: 400,
    errors.Unauthenticated: 401,
    errors.Forbidden: 403,
    errors.Missing: 404,
    errors.Refused: 409,
    errors.VersionConflict: 412,
    errors.TooLarge: 413,
    errors.UnsupportedMediaType: 415,
    errors.Invalid: 422,
    errors.TooMany: 429,
    errors.Unavailable: 503,
}

HTTP_CODES = {
    400: "bad_request",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    412: "version_conflict",
    413: "payload_too_large",
    415: "unsupported_media_type",
    416: "invalid",
    429: "too_many_requests",
    503: "unavailable",
}

HTTP_TEXTS = {
    404: N_("There is nothing at this address."),
    405: N_("This address does not take the method %(method)s."),
    413: N_("The body is larger than what is read here."),
    415: N_("The body's Content-Type is not one that is read here."),
}

LOST_RACE = N_("Somebody else changed this at the same moment. Read it again and repeat.")
BROKEN_RULES = N_("The request breaks the rules listed in “errors”.")
BUSY = N_("The database does not answer now. Try again in a moment.")
OUR_FAULT = N_("Something failed on our side. It is in our log under %(request_id)s.")

log = structlog.get_logger()


def language() -> str:
    """The language of the answer: a page's own, else by `Accept-Language`; `en` or `pl`."""
    if "language" in g:
        return str(g.language)
    return request.accept_languages.best_match(LANGUAGES, default="en") or "en"


def register_problems(app: Flask) -> None:
    """Answer every failure as a problem, never with HTML or a stack trace."""
    app.register_error_handler(Failure, answer_failure)
    app.register_error_handler(ValidationError, _answer_validation)
    app.register_error_handler(StaleDataError, _answer_lost_race)
    app.register_error_handler(OperationalError, _answer_database)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_crash)


def problem(status: int, code: str, detail: str, **more: Any) -> Response:
    """A problem+json response; `more` adds members, such as `errors` or `fix`."""
    body = {
        "type": f"/problems/{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "instance": request.path,
    }
    body |= {name: value for name, value in more.items() if value}
    text = json.dumps(body, ensure_ascii=False)
    return Response(text, status, mimetype="application/problem+json")


def status_of(failure: Failure) -> int:
    """The HTTP status of `failure`."""
    return next(STATUS[kind] for kind in type(failure).__mro__ if kind in STATUS)


def answer_failure(failure: Failure) -> Response:
    """The problem that `failure` is, with the headers that belong to it."""
    status = status_of(failure)
    detail = say(failure.text, language(), failure.facts)
    more = {"errors": rows_of(failure), "fix": failure.fix} | failure.members
    response = problem(status, failure.code, detail, **more)
    if isinstance(failure, errors.Unauthenticated):
        response.headers["WWW-Authenticate"] = 'Bearer realm="biurko"'
    if isinstance(failure, errors.TooMany):
        response.headers["Retry-After"] = str(failure.retry_after)
    if isinstance(failure, errors.Unavailable):
        response.headers["Retry-After"] = "2"
    return response


def pointers(messages: Any, path: str = "") -> list[dict[str, str]]:
    """marshmallow's nested messages as `{pointer, detail}` rows (RFC 6901)."""
    if isinstance(messages, dict):
        rows = [
            pointers(inner, path if key == "_schema" else f"{path}/{_escaped(key)}")
            for key, inner in messages.items()
        ]
        return [row for inner in rows for row in inner]
    if isinstance(messages, list):
        return [{"pointer": path, "detail": say(str(text), language())} for text in messages]
    return [{"pointer": path, "detail": say(str(messages), language())}]


def rows_of(failure: Failure) -> list[dict[str, str]]:
    """Where an Invalid broke its rule; a row that repeats its text is filled in with its facts."""
    return [
        row | {"detail": say(row["detail"], language(), failure.facts)}
        if row["detail"] == failure.text
        else row | {"detail": say(row["detail"], language())}
        for row in getattr(failure, "errors", [])
    ]


def _escaped(key: Any) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")


def _answer_validation(error: ValidationError) -> Response:
    rows = pointers(error.messages)
    return problem(422, "invalid", say(BROKEN_RULES, language()), errors=rows)


def _answer_lost_race(_: StaleDataError) -> Response:
    return problem(409, "version_conflict", say(LOST_RACE, language()))


def _answer_database(error: OperationalError) -> Response:
    log.warning("the database refused", error=str(error.orig))
    response = problem(503, "unavailable", say(BUSY, language()))
    response.headers["Retry-After"] = "2"
    return response


def _answer_http(error: HTTPException) -> Response:
    status = error.code or 500
    text = HTTP_TEXTS.get(status, error.description or HTTPStatus(status).phrase)
    facts = {"method": request.method} if status == 405 else None
    response = problem(status, HTTP_CODES.get(status, "invalid"), say(text, language(), facts))
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value  # Keeps Allow and Retry-After.
    return response


def _answer_crash(error: Exception) -> Response:
    request_id = request.environ.get("biurko.request_id", "-")
    log.error("a request crashed", path=request.path, request=request_id, exc_info=error)
    return problem(500, "internal", say(OUR_FAULT, language(), {"request_id": request_id}))
