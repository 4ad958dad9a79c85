"""Leaving a bureau over HTTP, and stopping it."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import account_for, locked_account_for
from services.accounts.leaving import actions
from services.accounts.leaving.models import Leaving
from services.accounts.leaving.schemas import LeavingView, StopBody
from services.accounts.operators.actions import demand_operator
from services.accounts.users.people import person
from shared.auth.caller import Caller
from shared.web.api import Api
from shared.web.lists import ListQuery, Page, page_of, paginate
from shared.web.versions import check_if_match

api = Api("leaving")

LEAVE = "/v1/accounts/<prefix>/leave"
LEAVINGS = "/v1/leavings"


@api.write(
    "POST",
    LEAVE,
    out=LeavingView,
    status=201,
    codes=("forbidden", "step_refused", "email_not_verified", "account_frozen"),
)
def leave_bureau(session: Session, caller: Caller, prefix: str) -> Leaving:
    """Ask the bureau that owns the account for it; after 10 working days it is the client's."""
    account = locked_account_for(session, caller, prefix, "settings")
    return actions.leave(session, account, person(session, caller))


@api.read(LEAVE, out=LeavingView, codes=("forbidden", "not_found"))
def get_leaving(session: Session, caller: Caller, prefix: str) -> Leaving:
    """The leaving that goes on."""
    return actions.required(session, account_for(session, caller, prefix, "settings"))


@api.write("DELETE", LEAVE, status=204, codes=("forbidden", "not_found"))
def stay_with_bureau(session: Session, caller: Caller, prefix: str) -> None:
    """Take it back; only for the client."""
    account = locked_account_for(session, caller, prefix, "settings")
    actions.withdraw(session, account, person(session, caller))


@api.read(LEAVINGS, query=ListQuery, out=page_of(LeavingView), codes=("forbidden",))
def list_leavings(session: Session, caller: Caller, query: dict[str, Any]) -> Page[Leaving]:
    """The leavings of all accounts that go on, for operators."""
    demand_operator(caller)
    return paginate(session, actions.going_on(), by=[Leaving.id], **query)


@api.write(
    "POST",
    f"{LEAVINGS}/<leaving_id>/stop",
    body=StopBody,
    out=LeavingView,
    codes=("forbidden", "not_found", "step_refused"),
)
def stop_leaving(
    session: Session, caller: Caller, leaving_id: str, body: dict[str, Any]
) -> Leaving:
    """Stop it for a stated reason; that fees are unpaid is none."""
    demand_operator(caller)
    leaving = actions.locked_leaving(session, leaving_id)
    check_if_match(leaving.version)
    actions.stop(session, leaving, **body)
    return leaving
