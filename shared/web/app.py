"""One service's Flask app: its endpoints, health, metrics, OpenAPI and the page that shows it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from flask import Flask, Response, g, jsonify, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine

from shared.contracts.codes import CODES
from shared.database import reading, tune, writing
from shared.errors import Missing
from shared.ids import new_id
from shared.texts import N_, say
from shared.web.api import Api, Example
from shared.web.docs import register_docs
from shared.web.edge import Authenticate, Edge
from shared.web.health import register_health
from shared.web.metrics import register_metrics
from shared.web.openapi import describe
from shared.web.problems import language, register_problems
from shared.web.requests import refuse_control_characters

API_POLICY = "default-src 'none'; frame-ancestors 'none'"


@dataclass(frozen=True)
class Service:
    """What `make_app` needs to know of a service."""

    name: str
    title: str
    description: str
    database_url: str
    apis: Sequence[Api]
    companions: Sequence[str] = ("worker", "relay")
    examples: Mapping[str, Example] = field(default_factory=dict)  # By the names of views.
    public_url: str = ""


def make_app(service: Service, authenticate: Callable[[Engine], Authenticate]) -> Flask:
    """The app; `authenticate` gets the engine and gives the function that knows callers."""
    app = Flask(service.name, static_folder=None)
    app.config["SQLALCHEMY_DATABASE_URI"] = service.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(service.database_url)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    engine = _engine(app)
    app.extensions["writing"] = writing(engine)
    app.extensions["reading"] = reading(engine)
    app.extensions["authenticate"] = authenticate(engine)
    edge = Edge(
        app.extensions["writing"], app.extensions["reading"], app.extensions["authenticate"]
    )
    for api in service.apis:
        api.register(app, edge.wrap)
    app.before_request(_begin)
    app.before_request(refuse_control_characters)
    app.after_request(_finish)
    register_problems(app)
    register_health(app, app.extensions["reading"], service.companions)
    register_metrics(app, app.extensions["reading"])
    _register_documents(app, service)
    return app


def _engine(app: Flask) -> Engine:
    database = SQLAlchemy(app)
    with app.app_context():
        return tune(database.engine)


def _engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {}
    return {"pool_size": 8, "max_overflow": 8, "pool_pre_ping": True, "pool_timeout": 5}


def _register_documents(app: Flask, service: Service) -> None:
    register_docs(app, service.title)

    @cache
    def document() -> dict[str, Any]:
        """Made when it is first asked for: most processes are never asked."""
        return describe(
            service.title, service.description, service.apis, service.examples, service.public_url
        )

    @app.get("/openapi.json")
    def openapi() -> Response:
        return jsonify(document())

    @app.get("/problems/<code>")
    def problem_page(code: str) -> Response:
        if code not in CODES:
            raise Missing(N_("There is nothing at this address."))
        status, text = CODES[code]
        return jsonify(code=code, status=status, meaning=say(text, language()))


def _begin() -> None:
    asked = request.headers.get("X-Request-ID", "")
    fits = re.fullmatch(r"[\w.-]{8,64}", asked, re.ASCII)
    request.environ["biurko.request_id"] = asked if fits else new_id()


def _finish(response: Response) -> Response:
    response.headers["X-Request-ID"] = request.environ.get("biurko.request_id", "-")
    if deprecated := g.get("deprecated"):
        deprecated.add_to(response.headers)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("Content-Security-Policy", API_POLICY)
    response.headers.setdefault("Cache-Control", "no-cache, private")
    response.vary.update(("Authorization", "Accept-Language"))
    return response
