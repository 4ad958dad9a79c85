"""The HTTP face of links to files."""

from typing import Any, cast

from flask import Response, current_app, request
from sqlalchemy.orm import Session

from services.exports.config import Settings
from services.exports.jobs import files
from services.exports.jobs.storage import Storage
from services.exports.links import actions
from services.exports.links.schemas import LinkBody, LinkQuery, LinkView, NewLinkView
from services.exports.links.signing import address
from shared.auth.caller import Caller
from shared.web.api import Access, Api
from shared.web.lists import Page, page_of

api = Api("links")

RULE = "/v1/exports/<export>/links"


@api.write(
    "POST",
    RULE,
    body=LinkBody,
    may_be_empty=True,
    out=NewLinkView,
    status=201,
    codes=("step_refused",),
)
def make_link(
    session: Session, caller: Caller, export: str, body: dict[str, Any]
) -> dict[str, Any]:
    """A link to the export's file that works without signing in, until its end date.

    It is closed at once when you lose one of the clients in the file.
    """
    link = actions.make_link(session, caller, export, days=body["days"])
    settings = cast("Settings", current_app.extensions["settings"])
    expires = int(link.expires_at.timestamp())
    return {
        "id": link.id,
        "created_at": link.created_at,
        "expires_at": link.expires_at,
        "url": address(settings.public_url, link.key, link.id, expires),
    }


@api.read(RULE, out=page_of(LinkView))
def list_links(session: Session, caller: Caller, export: str) -> Page[Any]:
    """The links to the export's file that still work, without their addresses."""
    return Page(actions.list_links(session, caller, export), None)


@api.write("DELETE", f"{RULE}/<link>", status=204)
def take_link_back(session: Session, caller: Caller, export: str, link: str) -> None:
    """The link works no more."""
    actions.take_back(session, caller, export, link)


@api.read(
    "/v1/links/<link>",
    gives="*/*",
    query=LinkQuery,
    access=Access.PUBLIC,
    codes=("not_found",),
)
def follow_link(session: Session, caller: Caller, link: str, query: dict[str, Any]) -> Response:
    """The file that the link is to, whole or in ranges."""
    job = actions.follow(session, link, **query)
    answer = files.response(request, cast("Storage", current_app.extensions["storage"]), job)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
