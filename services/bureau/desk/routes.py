"""The HTTP face of what a bureau notes about a client."""

from typing import Any

from sqlalchemy.orm import Session

from services.bureau.access import enter, find_client
from services.bureau.clients import actions as clients
from services.bureau.desk import actions
from services.bureau.desk.schemas import DeskBody, DeskView
from shared.auth.caller import Caller
from shared.web.api import Api
from shared.web.versions import check_if_match

api = Api("desk")

ADDRESS = "/v1/bureaus/<bureau>/clients/<client>/desk"


@api.read(ADDRESS, out=DeskView)
def get_desk(session: Session, caller: Caller, bureau: str, client: str) -> actions.Noted:
    """The bureau's own number for the client, its tags and a note."""
    staff = enter(session, caller, bureau)
    return actions.of(session, find_client(session, staff, client).id)


@api.write("PUT", ADDRESS, body=DeskBody, out=DeskView, codes=("step_refused",))
def put_desk(
    session: Session, caller: Caller, bureau: str, client: str, body: dict[str, Any]
) -> actions.Noted:
    """Write down what the bureau's people should know of the client; all who see it may."""
    staff = enter(session, caller, bureau)
    seen = find_client(session, staff, client)
    found = clients.lock(session, seen)
    check_if_match(actions.of(session, found.id).version)
    actions.write(session, found, **body)
    return actions.of(session, found.id)
