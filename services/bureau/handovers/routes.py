"""The HTTP face of hand-overs."""

from typing import Any

from sqlalchemy.orm import Session

from services.bureau.access import Staff, enter, find_client
from services.bureau.addresses import handover_url
from services.bureau.clients import actions as clients
from services.bureau.clients.models import Client
from services.bureau.handovers import actions
from services.bureau.handovers.models import Handover
from services.bureau.handovers.schemas import OfferBody
from services.bureau.served.reads import see
from services.bureau.served.schemas import ClientView, HandoverView
from shared.auth.caller import Caller
from shared.errors import Refused
from shared.web.api import Answer, Api, Waiting
from shared.web.versions import check_if_match

api = Api("handovers")

ADDRESS = "/v1/bureaus/<bureau>/clients/<client>/handover"


@api.write(
    "POST",
    ADDRESS,
    body=OfferBody,
    out=ClientView,
    status=202,
    waits=True,
    codes=("forbidden", "step_refused", "transfer_pending"),
)
def offer_handover(
    session: Session, caller: Caller, bureau: str, client: str, body: dict[str, Any]
) -> Waiting:
    """Offer the account to a person; the client is handed over when they accept."""
    staff, found = _held(session, caller, bureau, client)
    try:
        handover = actions.offer(session, found, body["email"])
    except Refused as refused:
        if refused.code == "transfer_pending":
            refused.fix = handover_url(staff.bureau, found.prefix)
        raise
    headers = {"Location": handover_url(staff.bureau, found.prefix)}
    return Waiting(
        now=Answer(see(session, staff, client), headers=headers),
        look=lambda later: _outcome(later, staff, found.prefix, handover.id),
    )


@api.read(ADDRESS, out=HandoverView)
def get_handover(session: Session, caller: Caller, bureau: str, client: str) -> Handover:
    """The hand-over that is open."""
    staff = enter(session, caller, bureau)
    seen = find_client(session, staff, client)
    return actions.find_open(session, staff.bureau_id, seen.account_id or "")


@api.write("DELETE", ADDRESS, status=204, codes=("forbidden", "step_refused"))
def withdraw_handover(session: Session, caller: Caller, bureau: str, client: str) -> None:
    """Take the open offer back."""
    _, found = _held(session, caller, bureau, client)
    actions.withdraw(session, found)


@api.write(
    "POST", f"{ADDRESS}/resend", out=HandoverView, status=202, codes=("forbidden", "step_refused")
)
def resend_handover(session: Session, caller: Caller, bureau: str, client: str) -> Handover:
    """Have the open offer mailed again; its 14 days begin anew, and the link before is dead."""
    _, found = _held(session, caller, bureau, client)
    return actions.resend(session, found)


def _held(session: Session, caller: Caller, bureau: str, client: str) -> tuple[Staff, Client]:
    staff = enter(session, caller, bureau)
    seen = find_client(session, staff, client)
    staff.demand_lead()
    found = clients.lock(session, seen)
    check_if_match(found.shown_version)
    return staff, found


def _outcome(session: Session, staff: Staff, prefix: str, transfer_id: str) -> Answer | None:
    handover = session.get_one(Handover, transfer_id)
    return Answer(see(session, staff, prefix), status=200) if handover.outcome else None
