"""The HTTP face of what went out."""

from typing import Any

from flask import g
from sqlalchemy.orm import Session

from services.exports.access.actions import is_settled
from services.exports.exported import actions
from services.exports.exported.schemas import ExportedQuery, ExportedView
from shared.auth.caller import Caller
from shared.web.api import Api
from shared.web.lists import Page, page_of

api = Api("exported")


def _is_settled(session: Session, prefix: str) -> bool:
    return is_settled(session, g.caller, [prefix.lower()])


@api.read(
    "/v1/accounts/<prefix>/exported",
    out=page_of(ExportedView),
    query=ExportedQuery,
    settles=_is_settled,
    codes=("forbidden",),
)
def list_exported(
    session: Session, caller: Caller, prefix: str, query: dict[str, Any]
) -> Page[Any]:
    """The account's documents that went out, whoever exported them, the newest per format.

    With `changed=true` those that are others now than the file says.
    """
    page = actions.list_exported(session, caller, prefix, **query)
    return Page(actions.as_shown(session, page.items), page.next)
