"""The HTTP face of what a bureau notes about a client."""

from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from services.bureau.access import Staff, enter, find_client
from services.bureau.addresses import assignments_url
from services.bureau.clients import actions as clients
from services.bureau.desk import actions
from services.bureau.desk.schemas import DeskBody, DeskView
from services.bureau.people import reads as people
from services.bureau.served.models import Served
from shared.auth.caller import Caller
from shared.texts import N_, say
from shared.web.api import Api
from shared.web.problems import language
from shared.web.versions import check_if_match

api = Api("desk")

NO_CARER = N_("The carer of this client has left. Name a new one.")

ADDRESS = "/v1/bureaus/<bureau>/clients/<client>/desk"


@api.read(ADDRESS, out=DeskView)
def get_desk(session: Session, caller: Caller, bureau: str, client: str) -> dict[str, Any]:
    """The bureau's own number for the client, its tags, a note, and what it still demands."""
    staff = enter(session, caller, bureau)
    return _seen(session, staff, find_client(session, staff, client))


@api.write("PUT", ADDRESS, body=DeskBody, out=DeskView, codes=("step_refused",))
def put_desk(
    session: Session, caller: Caller, bureau: str, client: str, body: dict[str, Any]
) -> dict[str, Any]:
    """Write down what the bureau's people should know of the client; all who see it may."""
    staff = enter(session, caller, bureau)
    seen = find_client(session, staff, client)
    found = clients.lock(session, seen)
    check_if_match(actions.of(session, found.id).version)
    actions.write(session, found, **body)
    return _seen(session, staff, seen)


def _seen(session: Session, staff: Staff, client: Served) -> dict[str, Any]:
    blockers = []
    if people.is_orphaned(session, client.id):
        fix = assignments_url(staff.bureau, client.prefix)
        detail = say(NO_CARER, language())
        blockers.append({"code": "missing_setting", "detail": detail, "fix": fix})
    return asdict(actions.of(session, client.id)) | {"blockers": blockers}
