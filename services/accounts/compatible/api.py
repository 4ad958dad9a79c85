"""How the compatible addresses are called: at the root, or behind an account's prefix."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import orjson
from flask import Flask, Response, current_app, request
from marshmallow import INCLUDE, Schema, ValidationError
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.access import Ability
from services.accounts.compatible.asking import Asked, asked_by, read_body
from services.accounts.compatible.failures import answer_failure, answer_validation
from services.accounts.compatible.values import serial_of
from services.accounts.limits.actions import Limit, count_try
from shared.context import Context, act_as
from shared.errors import Failure, TooMany, Unauthenticated
from shared.web.api import Access, Api, Endpoint, Runs, View
from shared.web.requests import limit_size

WRONG_TOKENS = 300  # a minute from one address, together with tokens that are exchanged
BEHIND_PREFIX = "/<account>"


class AnyBody(Schema):
    """What the public documentation of Fakturownia says; members unknown here are kept or left."""

    class Meta:
        unknown = INCLUDE


class CompatibleApi(Api):
    """The endpoints of one kind of thing, each at two addresses.

    A view is `view(session, asked, **path)`. Who calls, in which account and whether they may
    do it is known before it runs; one that is open finds that out by itself, and gets no
    session, and the account's name alone. Errors go out as Fakturownia's.
    """

    def on(
        self,
        methods: str,
        rule: str,
        *,
        may: Ability | None = None,
        status: int = 200,
        gives: str = "application/json",
        takes: Sequence[str] = (),
    ) -> Callable[[View], View]:
        """Answer `methods` (such as `PUT PATCH`) at `rule`; without `may` the view is open.

        One that `takes` something gets its body as it came, and has to read it.
        """

        def add(view: View) -> View:
            first = methods.split()[0]
            for method in methods.split():
                for place in ("", BEHIND_PREFIX):
                    options = _options(method, takes) | {"status": status, "gives": gives}
                    self._endpoint(method, f"{place}{rule}", options)(
                        _named(view, "" if method == first else method, place, may)
                    )
            return view

        return add

    def register(self, app: Flask, _: Callable[[Endpoint], View]) -> None:
        """Add every endpoint; these run at an edge of their own."""
        for endpoint in self.endpoints:
            app.add_url_rule(
                endpoint.rule,
                f"{self.name}.{endpoint.view.__name__}",
                partial(_answer, endpoint),
                methods=[endpoint.method],
            )


def _named(view: View, other: str, place: str, may: Ability | None) -> View:
    """The view under a name that no other address has, as OpenAPI wants it."""

    def named(asked: Asked | None, account: str | None, **path: Any) -> Any:
        if may is None or asked is None:
            return view(None, account, **path)
        if "serial" in path:
            path["serial"] = serial_of(path["serial"])
        return view(asked.session, asked.in_account(account, may), **path)

    tail = f"_by_{other.lower()}" if other else ""
    named.__name__ = f"{view.__name__}{tail}{'_in_account' if place else ''}"
    named.__doc__ = view.__doc__
    vars(named)["is_open"] = may is None
    return named


def _options(method: str, takes: Sequence[str]) -> dict[str, Any]:
    return {
        "access": Access.PUBLIC,  # Its token is one that only this edge knows.
        "runs": Runs.READING if method == "GET" else Runs.WRITING,
        "body": AnyBody if method in ("POST", "PUT", "PATCH") and not takes else None,
        "takes": takes,
    }


def _answer(endpoint: Endpoint, account: str | None = None, **path: Any) -> Response:
    try:
        limit_size(endpoint)
        body = read_body() if endpoint.body else {}
        if vars(endpoint.view)["is_open"]:
            return _rendered(endpoint, endpoint.view(None, account, **path))
        return _within(endpoint, body, account, path)
    except Unauthenticated as failure:
        return _answer_stranger(endpoint, failure)
    except Failure as failure:
        return answer_failure(failure)
    except ValidationError as error:
        return answer_validation(error)


def _answer_stranger(endpoint: Endpoint, failure: Unauthenticated) -> Response:
    """Wrong tokens are counted, so that nobody can try many; signing in counts by itself."""
    if vars(endpoint.view)["is_open"] or not current_app.extensions["settings"].rate_limits:
        return answer_failure(failure)
    try:
        limit = Limit(f"token from {request.remote_addr}", WRONG_TOKENS)
        count_try(current_app.extensions["writing"], [limit])
    except TooMany as too_many:
        return answer_failure(too_many)
    return answer_failure(failure)


def _within(
    endpoint: Endpoint, body: dict[str, Any], account: str | None, path: dict[str, Any]
) -> Response:
    if endpoint.runs is Runs.READING:
        reading: sessionmaker[Session] = current_app.extensions["reading"]
        with reading() as session:
            asked = asked_by(session, body)
            return _rendered(endpoint, endpoint.view(asked, account, **path))
    writing: sessionmaker[Session] = current_app.extensions["writing"]
    request_id = request.environ["biurko.request_id"]
    with writing.begin() as session:
        asked = asked_by(session, body)
        act_as(session, Context(asked.caller.actor, cause=request_id, correlation=request_id))
        return _rendered(endpoint, endpoint.view(asked, account, **path))


def _rendered(endpoint: Endpoint, value: Any) -> Response:
    if isinstance(value, Response):
        return value
    return Response(orjson.dumps(value), endpoint.status, mimetype="application/json")
