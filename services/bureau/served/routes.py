"""The HTTP face of the list of served companies."""

from typing import Any

from sqlalchemy.orm import Session

from services.bureau.access import enter
from services.bureau.served.reads import Seen, see, see_page
from services.bureau.served.schemas import ClientQuery, ClientView
from shared.auth.caller import Caller
from shared.web.api import Api
from shared.web.lists import Page, page_of

api = Api("served")


@api.read("/v1/bureaus/<bureau>/clients", out=page_of(ClientView), query=ClientQuery)
def list_clients(
    session: Session, caller: Caller, bureau: str, query: dict[str, Any]
) -> Page[Seen]:
    """The clients of a bureau; detached, rejected and abandoned ones only by their state."""
    return see_page(session, enter(session, caller, bureau), **query)


@api.read("/v1/bureaus/<bureau>/clients/<client>", out=ClientView)
def get_client(session: Session, caller: Caller, bureau: str, client: str) -> Seen:
    """A client, or the request for one; a detached one as it was when it left."""
    return see(session, enter(session, caller, bureau), client)
