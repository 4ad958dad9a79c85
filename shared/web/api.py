"""How a function becomes an address: parse, sign in, open a transaction, act, answer.

A view is `view(session, caller, **path, body=…, query=…)`. What it returns is dumped by its
`out` schema; an `Answer` sets status and headers beside, a `Waiting` may be held open by
`Prefer: wait`, a Flask Response goes out as it is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from flask import Flask, Response
from marshmallow import Schema
from sqlalchemy.orm import Session

from shared.web.deprecation import Deprecated

View = Callable[..., Any]
Look = Callable[..., Any]


class Access(Enum):
    """Who may call an endpoint at all; what they may see there is decided in actions."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"


class Runs(Enum):
    """The session that a view gets."""

    READING = "reading"
    WRITING = "writing"
    OWN = "own"  # None: the view opens its own, as long uploads do.


@dataclass(frozen=True)
class Answer:
    """A value to dump, with the status and headers that go with it."""

    value: Any
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Waiting:
    """Work that another service finishes: the answer now, and how to see the final one.

    `look` gives None while the work goes on; where it came to nothing, a problem.
    """

    now: Answer
    look: Callable[[Session], Answer | Response | None]


@dataclass(frozen=True, kw_only=True)
class Example:
    """A request that works and its answer, for the description of the API.

    `path` and `query` are values by name.
    """

    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    answer: Any = None


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """All that is known of one address and method; OpenAPI is printed from it."""

    method: str
    rule: str
    view: View
    access: Access
    runs: Runs
    out: type[Schema] | None
    body: type[Schema] | None
    may_be_empty: bool = False  # Whether the body may be left out; it is then read as `{}`.
    query: type[Schema] | None
    status: int
    codes: Sequence[str]
    takes: Sequence[str]  # Media types of a body that is not JSON.
    gives: str
    waits: bool  # Whether `Prefer: wait` is honoured.
    settles: Look | None  # Waited for, 2 s at most, before the view runs.
    deprecated: Deprecated | None = None  # Its headers are on every answer, refusals too.


class Api:
    """The endpoints of one part of a service."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.endpoints: list[Endpoint] = []

    def read(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Answer `GET rule` with the view."""
        return self._endpoint("GET", rule, {"runs": Runs.READING} | options)

    def write(self, method: str, rule: str, **options: Any) -> Callable[[View], View]:
        """Answer `method rule` with the view, in one transaction."""
        return self._endpoint(method, rule, {"runs": Runs.WRITING} | options)

    def register(self, app: Flask, wrap: Callable[[Endpoint], View]) -> None:
        """Add every endpoint to `app`, each view wrapped by `wrap`."""
        for endpoint in self.endpoints:
            app.add_url_rule(
                endpoint.rule,
                f"{self.name}.{endpoint.view.__name__}",
                wrap(endpoint),
                methods=[endpoint.method],
            )

    def _endpoint(self, method: str, rule: str, options: dict[str, Any]) -> Callable[[View], View]:
        defaults: dict[str, Any] = {
            "access": Access.SIGNED_IN,
            "out": None,
            "body": None,
            "query": None,
            "status": 200,
            "codes": (),
            "takes": (),
            "gives": "application/json",
            "waits": False,
            "settles": None,
        }

        def add(view: View) -> View:
            given = defaults | options
            self.endpoints.append(Endpoint(method=method, rule=rule, view=view, **given))
            return view

        return add
