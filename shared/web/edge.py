"""The edge: where a request becomes a call in a transaction, and its value an answer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
from flask import Response, g, request
from marshmallow import Schema
from sqlalchemy.orm import Session, sessionmaker

from shared.auth.caller import NOBODY, Caller
from shared.auth.tokens import bearer
from shared.clock import now
from shared.context import Context, act_as
from shared.web import idempotency
from shared.web.api import Access, Answer, Endpoint, Runs, View, Waiting
from shared.web.requests import (
    body_print,
    check_media_type,
    limit_size,
    read_json,
    read_query,
    ready,
)
from shared.web.versions import etag, is_known
from shared.web.waiting import FRESH, preferred_wait, wait_until

Authenticate = Callable[[Session, str], Caller]


class Edge:
    """Runs endpoints against one service's database."""

    def __init__(
        self,
        writing: sessionmaker[Session],
        reading: sessionmaker[Session],
        authenticate: Authenticate,
    ) -> None:
        self._writing = writing
        self._reading = reading
        self._authenticate = authenticate

    def wrap(self, endpoint: Endpoint) -> View:
        """The function that Flask calls for `endpoint`."""

        def call(**path: str) -> Response:
            g.deprecated = endpoint.deprecated
            limit_size(endpoint)
            caller = g.caller = self._caller(endpoint)  # Known to `settles` by this way.
            check_media_type(endpoint)
            given = path | _parsed(endpoint)
            if endpoint.settles:
                look = endpoint.settles
                wait_until(self._reading, lambda session: look(session, **path), FRESH)
            if endpoint.runs is Runs.READING:
                return self._read(endpoint, caller, given)
            return self._write(endpoint, caller, given)

        return call

    def _caller(self, endpoint: Endpoint) -> Caller:
        given = request.authorization
        if endpoint.access is Access.PUBLIC and (given is None or given.type != "bearer"):
            return NOBODY  # HTTP Basic, for one, is between the caller and the view.
        token = bearer(request.headers.get("Authorization"))
        with self._reading() as session:
            return self._authenticate(session, token)

    def _read(self, endpoint: Endpoint, caller: Caller, given: dict[str, Any]) -> Response:
        with self._reading() as session:
            answer = _as_answer(endpoint.view(session, caller, **given))
            if isinstance(answer, Response):
                return answer
            response = _rendered(endpoint, answer)
        if is_known(response.headers.get("ETag", "-")):
            return Response(status=304, headers={"ETag": response.headers["ETag"]})
        return response

    def _write(self, endpoint: Endpoint, caller: Caller, given: dict[str, Any]) -> Response:
        key = idempotency.requested_key()
        if endpoint.runs is Runs.OWN:
            return self._run_own(endpoint, caller, given)
        wait = preferred_wait(request.headers.get("Prefer")) if endpoint.waits else None
        with self._writing.begin() as session:
            act_as(session, self._context(caller))
            if key:
                print_ = idempotency.fingerprint(body_print())
                repeated = idempotency.reserve(session, caller.actor, key, print_)
                if repeated:
                    return repeated
            answer = _as_answer(endpoint.view(session, caller, **given))
            held = answer if isinstance(answer, Waiting) and wait else None
            response = _response(endpoint, answer)
            if key:
                until = now() + timedelta(seconds=wait + 1) if held and wait else None
                kept = _kept(endpoint, answer, response)
                idempotency.keep(session, caller.actor, key, kept, busy_until=until)
        if held and wait:
            return self._wait(endpoint, held, response, wait, (caller.actor, key))
        return response

    def _run_own(self, endpoint: Endpoint, caller: Caller, given: dict[str, Any]) -> Response:
        """A view with transactions of its own is repeatable by itself; no key is kept."""
        return _response(endpoint, _as_answer(endpoint.view(None, caller, **given)))

    def _wait(
        self,
        endpoint: Endpoint,
        waiting: Waiting,
        response: Response,
        seconds: float,
        key: tuple[str, str | None],
    ) -> Response:
        def look(session: Session) -> tuple[Answer | Response, Response] | None:
            answer = waiting.look(session)
            return (answer, _rendered(endpoint, answer)) if answer else None

        found = wait_until(self._reading, look, seconds)
        answer, response = found or (waiting.now, response)
        response.headers["Preference-Applied"] = f"wait={seconds:g}"
        if key[1]:
            with self._writing.begin() as session:
                idempotency.keep(session, key[0], key[1], _kept(endpoint, answer, response))
        return response

    def _context(self, caller: Caller) -> Context:
        request_id = request.environ["biurko.request_id"]
        return Context(actor=caller.actor, cause=request_id, correlation=request_id)


def _parsed(endpoint: Endpoint) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if endpoint.query:
        given["query"] = read_query(endpoint.query)
    if endpoint.body:
        given["body"] = read_json(endpoint.body, may_be_empty=endpoint.may_be_empty)
    return given


def _as_answer(value: Any) -> Answer | Waiting | Response:
    return value if isinstance(value, Answer | Waiting | Response) else Answer(value)


def _response(endpoint: Endpoint, answer: Answer | Waiting | Response) -> Response:
    if isinstance(answer, Response):
        return answer
    return _rendered(endpoint, answer.now if isinstance(answer, Waiting) else answer)


def _rendered(endpoint: Endpoint, answer: Answer | Waiting | Response) -> Response:
    if not isinstance(answer, Answer):
        return _response(endpoint, answer)
    status = answer.status or endpoint.status
    if status == 204 or endpoint.out is None:
        return Response(status=status, headers=answer.headers)
    data = ready(endpoint.out).dump(answer.value)
    response = Response(orjson.dumps(data), status, answer.headers, mimetype="application/json")
    if isinstance(data, dict) and "version" in data:
        response.headers["ETag"] = etag(data["version"])
    return response


def _kept(
    endpoint: Endpoint, answer: Answer | Waiting | Response, response: Response
) -> tuple[str | None, int, dict[str, str]]:
    """What a repeat of the request is given: the same, with secrets left out."""
    body = None if response.is_streamed else response.get_data(as_text=True)
    secrets = _secrets(endpoint.out)
    if body and secrets:
        data = orjson.loads(body)
        body = orjson.dumps(data | dict.fromkeys(secrets & data.keys())).decode()
    headers = {k: v for k, v in response.headers if k.lower() != "content-length"}
    return body, response.status_code, headers


def _secrets(schema: type[Schema] | None) -> set[str]:
    fields = schema().fields if schema else {}
    return {f.data_key or name for name, f in fields.items() if f.metadata.get("secret")}
