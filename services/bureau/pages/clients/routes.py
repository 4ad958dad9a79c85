"""A client's page."""

from sqlalchemy.orm import Session

from services.bureau.access import enter, find_client
from services.bureau.clients import history
from services.bureau.pages.words import OWNERS, STATES, STEPS
from services.bureau.served.reads import see
from shared.auth.caller import Caller
from shared.contracts.pages import PANEL
from shared.pages.routing import Pages, Show

pages = Pages("clients")

CLIENTS = "/panel/<bureau>/clients"
LATEST = 100


@pages.read(f"{CLIENTS}/<client>")
def show_client(session: Session, caller: Caller, bureau: str, client: str) -> Show:
    """One client: its state, its company, what happened to it, its newest documents."""
    staff = enter(session, caller, bureau)
    row = find_client(session, staff, client)
    return Show(
        "clients/client.html",
        area=PANEL,
        prefix=staff.bureau,
        here="clients",
        staff=staff,
        client=see(session, staff, client),
        steps=history.of(session, row, limit=LATEST, cursor=None).items[::-1],
        states=STATES,
        step_names=STEPS,
        owners=OWNERS,
    )
