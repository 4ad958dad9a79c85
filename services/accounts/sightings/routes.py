"""Who saw what, over HTTP."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import account_for
from services.accounts.sightings import actions
from services.accounts.sightings.actions import Beside, Looker
from services.accounts.sightings.models import Sighting
from services.accounts.sightings.schemas import SightingQuery, SightingView
from shared.auth.caller import Caller
from shared.web.api import Api
from shared.web.lists import Page, mapped, page_of

api = Api("sightings")


@api.read(
    "/v1/accounts/<prefix>/sightings",
    query=SightingQuery,
    out=page_of(SightingView),
    codes=("forbidden",),
)
def list_sightings(
    session: Session, caller: Caller, prefix: str, query: dict[str, Any]
) -> Page[Any]:
    """Who looked at the account's documents, the newest first; for who may change its settings.

    One row for each person, hour, document and way of looking. Of a program (an API token) only
    is noted that it read, not what. Rows are kept for a year. What was seen just now stands
    here within a second.
    """
    account = account_for(session, caller, prefix, "settings")
    found = actions.list_sightings(session, account, **query)
    beside = actions.beside(session, account, found.items)
    return mapped(found, lambda row: _view(row, beside))


def _view(row: Sighting, beside: Beside) -> dict[str, Any]:
    looker = beside.lookers.get(row.actor, Looker(None, None))
    is_export = row.what == "export"
    document = {"id": row.subject, "number": beside.numbers.get(row.subject)}
    return {
        "id": row.id,
        "at": row.at,
        "actor": row.actor,
        "actor_name": looker.name,
        "actor_email": looker.email,
        "via": "bureau" if row.bureau_id else "own",
        "bureau_prefix": beside.bureaus.get(row.bureau_id or ""),
        "what": row.what,
        "document": document if row.subject and not is_export else None,
        "export": {"id": row.subject, "format": row.format} if is_export else None,
    }
