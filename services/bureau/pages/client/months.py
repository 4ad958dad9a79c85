"""Taking a month of a client from step to step."""

from typing import Any

from sqlalchemy.orm import Session

from services.bureau.months import actions
from services.bureau.pages.client.frame import CLIENT, hold
from services.bureau.pages.client.routes import show_client
from services.bureau.pages.client.schemas import MonthForm, ReopenForm
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages
from shared.texts import N_

pages = Pages("client_months")

DONE = {
    "complete": N_("The documents of the month are complete."),
    "take_up": N_("The month is in work."),
    "close": N_("The month is closed."),
}


@pages.write(f"{CLIENT}/months", form=MonthForm, again=show_client)
def take_month_on(
    session: Session, caller: Caller, bureau: str, client: str, form: dict[str, Any]
) -> Go:
    """The next step of a month; all who look after the client may take it."""
    _, found, here = hold(session, caller, bureau, client, leads=False)
    actions.step(session, found, form["month"], form["trigger"])
    return Go(f"{here}?month={form['month']}#months", DONE[form["trigger"]])


@pages.write(f"{CLIENT}/months/reopen", form=ReopenForm, again=show_client)
def reopen_month(
    session: Session, caller: Caller, bureau: str, client: str, form: dict[str, Any]
) -> Go:
    """Open a month again, and say why."""
    _, found, here = hold(session, caller, bureau, client, leads=False)
    actions.step(session, found, form["month"], "reopen", reason=form["reason"])
    return Go(f"{here}?month={form['month']}#months", N_("The month is open again."))
