"""What all pages of one client begin with: who looks, at whom, and where they are."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from services.bureau.access import Staff, enter, find_client
from services.bureau.clients import actions as clients
from services.bureau.clients.models import Client
from services.bureau.pages.words import OWNERS, STATES
from services.bureau.served.models import Served
from services.bureau.served.reads import Seen, see
from shared.auth.caller import Caller
from shared.contracts.pages import PANEL
from shared.pages.routing import Show

CLIENT = "/panel/<bureau>/clients/<client>"


@dataclass(frozen=True)
class Looked:
    """A client as one of the bureau's people looks at it; `here` is its page's address."""

    staff: Staff
    row: Served
    client: Seen
    here: str


def look_at(session: Session, caller: Caller, bureau: str, client: str) -> Looked:
    """The client; Missing for who may not see it."""
    staff = enter(session, caller, bureau)
    row = find_client(session, staff, client)
    here = f"/panel/{staff.bureau}/clients/{row.prefix}"
    return Looked(staff, row, see(session, staff, client), here)


def hold(
    session: Session, caller: Caller, bureau: str, client: str, *, leads: bool = True
) -> tuple[Staff, Client, str]:
    """The client held for a change, with where its page is; with `leads` not for members."""
    staff = enter(session, caller, bureau)
    row = find_client(session, staff, client)
    if leads:
        staff.demand_lead()
    return staff, clients.lock(session, row), f"/panel/{staff.bureau}/clients/{row.prefix}"


def shown(template: str, looked: Looked, **facts: Any) -> Show:
    """A page of the client."""
    return Show(
        template,
        area=PANEL,
        prefix=looked.staff.bureau,
        here="clients",
        staff=looked.staff,
        client=looked.client,
        page_of_client=looked.here,
        states=STATES,
        owners=OWNERS,
        **facts,
    )
