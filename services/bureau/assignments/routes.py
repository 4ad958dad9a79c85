"""The HTTP face of who looks after a client."""

from typing import Any

from flask import g, request
from sqlalchemy.orm import Session

from services.bureau.access import enter, find_client
from services.bureau.accounts import actions as accounts
from services.bureau.assignments import actions
from services.bureau.assignments.models import CARER, DEPUTY
from services.bureau.assignments.schemas import AssignmentsBody, AssignmentsView
from services.bureau.clients import actions as clients
from shared.auth.caller import Caller
from shared.web.api import Api
from shared.web.versions import check_if_match

api = Api("assignments")

ADDRESS = "/v1/bureaus/<bureau>/clients/<client>/assignments"


def people_are_known(session: Session, bureau: str, client: str) -> bool:
    """Whether everybody named has come over the bus; somebody new takes a moment."""
    account = accounts.find(session, bureau)
    if account is None or account.id not in g.caller.roles:
        return True
    return actions.are_people(session, account.id, request.get_json()["user_ids"])


@api.read(ADDRESS, out=AssignmentsView)
def get_assignments(session: Session, caller: Caller, bureau: str, client: str) -> dict[str, Any]:
    """The people of the bureau who look after the client."""
    staff = enter(session, caller, bureau)
    return _seen(session, find_client(session, staff, client).id)


@api.write(
    "PUT",
    ADDRESS,
    body=AssignmentsBody,
    out=AssignmentsView,
    codes=("forbidden", "step_refused"),
    settles=people_are_known,
)
def put_assignments(
    session: Session, caller: Caller, bureau: str, client: str, body: dict[str, Any]
) -> dict[str, Any]:
    """Let exactly these people look after the client, besides those who lead the bureau."""
    staff = enter(session, caller, bureau)
    seen = find_client(session, staff, client)
    staff.demand_lead()
    found = clients.lock(session, seen)
    check_if_match(found.shown_version)
    wanted = {duty: body[duty] for duty in (CARER, DEPUTY) if duty in body}
    actions.assign(session, found, body["user_ids"], duties_wanted=wanted)
    return _seen(session, found.id)


def _seen(session: Session, client_id: str) -> dict[str, Any]:
    on_duty = actions.duties(session, [client_id]).get(client_id, {})
    return {
        "user_ids": actions.of(session, client_id),
        "carer": on_duty.get(CARER),
        "deputy": on_duty.get(DEPUTY),
    }
