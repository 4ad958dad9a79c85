"""Adds pages to a service's app: their addresses, their files, and errors that people read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, Response, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from shared.errors import Failure
from shared.pages.cookies import Cookies
from shared.pages.drawing import Drawing
from shared.pages.edge import PageEdge
from shared.pages.places import Places
from shared.pages.routing import PageEndpoint, Pages
from shared.pages.sites import Sites
from shared.pages.static import register_static
from shared.pages.trouble import Trouble

log = structlog.get_logger()


@dataclass(frozen=True)
class PageSet:
    """The pages of a service, and what they need to know of it."""

    service: str
    sites: Sites
    pages: Sequence[Pages]
    templates: Path
    places: Places


def register_pages(app: Flask, pages: PageSet) -> None:
    """Add the pages to an app that has its API; the last step of putting a service together."""
    cookies = Cookies(pages.service, secure=pages.sites.url(pages.service).startswith("https://"))
    drawing = Drawing(pages.service, pages.sites, pages.templates)
    sessions = (app.extensions["writing"], app.extensions["reading"])
    authenticate = app.extensions["authenticate"]  # The same as the API's.
    edge = PageEdge(drawing, cookies, pages.places, authenticate, sessions)
    app.extensions["cookies"], app.extensions["sites"] = cookies, pages.sites
    app.extensions["drawing"], app.extensions["guard"] = drawing, edge.guard
    for part in pages.pages:
        for endpoint in part.endpoints:
            _add(app, part.name, endpoint, edge)
    register_static(app, pages.service)
    _tell_people(app, edge)


def _add(app: Flask, name: str, endpoint: PageEndpoint, edge: PageEdge) -> None:
    is_fragment = endpoint.method == "GET" and endpoint.from_siblings
    app.add_url_rule(
        endpoint.rule,
        f"pages.{name}.{endpoint.view.__name__}",
        edge.wrap(endpoint),
        methods=[endpoint.method, *(["OPTIONS"] if is_fragment else [])],
        provide_automatic_options=not is_fragment,
    )


def _tell_people(app: Flask, edge: PageEdge) -> None:
    """Errors on pages, and at addresses that are none, are told to people in HTML."""
    for kind in (Failure, OperationalError, HTTPException):
        _tell(app, edge, kind, Trouble.of)
    _tell(app, edge, Exception, lambda _: Trouble.crash())


def _tell(app: Flask, edge: PageEdge, kind: type[Exception], of: Callable[[Any], Trouble]) -> None:
    to_programs: Any = app.error_handler_spec[None][None][kind]

    def answer(error: Any) -> Response:
        response: Response = to_programs(error)
        if not _is_for_people():
            return response
        page = edge.tell(of(error))
        for name in {"Retry-After", "Allow"} & set(response.headers.keys()):
            page.headers[name] = response.headers[name]
        return page

    app.register_error_handler(kind, answer)


def _is_for_people() -> bool:
    if (request.endpoint or "").startswith("pages."):
        return True
    is_api = request.path.startswith("/v1/") or request.endpoint is not None
    return not is_api and request.accept_mimetypes.best == "text/html"
