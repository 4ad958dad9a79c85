"""The HTTP face of a client: leaving it, its history, and what stands in the way of a step."""

from typing import Any

from sqlalchemy.orm import Session

from services.bureau.access import enter, find_client
from services.bureau.addresses import handover_package_url, handover_url
from services.bureau.clients import actions, history
from services.bureau.clients.preflight import look_ahead
from services.bureau.clients.schemas import DetachBody, PreflightQuery, PreflightView, StepView
from services.bureau.served.reads import Seen, see
from services.bureau.served.schemas import ClientView
from shared.auth.caller import Caller
from shared.errors import Failure, Refused
from shared.texts import say
from shared.web.api import Api
from shared.web.lists import ListQuery, Page, page_of
from shared.web.problems import language
from shared.web.versions import check_if_match

api = Api("clients")

ADDRESS = "/v1/bureaus/<bureau>/clients/<client>"

# Where to go when a step is refused with this code.
WAYS_OUT = {
    "owner_is_bureau": handover_url,
    "transfer_pending": handover_url,
    "package_not_ready": handover_package_url,
}


@api.write(
    "POST",
    f"{ADDRESS}/detach",
    body=DetachBody,
    may_be_empty=True,
    out=ClientView,
    codes=("forbidden", "owner_is_bureau", "package_not_ready", "account_frozen", "step_refused"),
)
def detach_client(
    session: Session, caller: Caller, bureau: str, client: str, body: dict[str, Any]
) -> Seen:
    """End the co-operation; not while the bureau owns the account, nor while the client waits for
    the hand-over package that it asked for."""
    staff = enter(session, caller, bureau)
    seen = find_client(session, staff, client)
    staff.demand_lead()
    found = actions.lock(session, seen)
    check_if_match(found.shown_version)
    try:
        actions.detach(session, found, reason=body["reason"])
    except Refused as refused:
        refused.fix = _way_out(refused, bureau, client)
        raise
    return see(session, staff, client)


@api.read(f"{ADDRESS}/history", out=page_of(StepView), query=ListQuery)
def get_history(
    session: Session, caller: Caller, bureau: str, client: str, query: dict[str, Any]
) -> Page[history.Transition]:
    """Each step of the client, over all the times that the bureau served it."""
    staff = enter(session, caller, bureau)
    return history.of(session, find_client(session, staff, client), **query)


@api.read(f"{ADDRESS}/preflight", out=PreflightView, query=PreflightQuery)
def get_preflight(
    session: Session, caller: Caller, bureau: str, client: str, query: dict[str, Any]
) -> dict[str, Any]:
    """Whether a step could be taken now, and what it brings with it; changes nothing."""
    staff = enter(session, caller, bureau)
    seen = find_client(session, staff, client)
    found = look_ahead(session, staff, seen, query["action"])
    return {
        "can_proceed": not found.blockers,
        "blockers": [_blocker(each, bureau, client) for each in found.blockers],
        "warnings": [
            {"code": each.code, "detail": say(each.text, language(), each.facts)}
            for each in found.warnings
        ],
    }


def _blocker(failure: Failure, bureau: str, client: str) -> dict[str, str | None]:
    return {
        "code": failure.code,
        "detail": say(failure.text, language(), failure.facts),
        "fix": _way_out(failure, bureau, client),
    }


def _way_out(failure: Failure, bureau: str, client: str) -> str | None:
    address = WAYS_OUT.get(failure.code)
    return address(bureau.lower(), client.lower()) if address else None
