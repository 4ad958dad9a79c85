"""Asking for a hand-over package, and going without it."""

from sqlalchemy.orm import Session

from services.bureau.handover_packages import actions
from services.bureau.pages.client.frame import CLIENT, hold
from services.bureau.pages.client.routes import show_client
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages
from shared.texts import N_

pages = Pages("client_package")


@pages.write(f"{CLIENT}/package", again=show_client)
def ask_for_package(session: Session, caller: Caller, bureau: str, client: str) -> Go:
    """Have a package made of all documents of the served period."""
    _, found, here = hold(session, caller, bureau, client)
    actions.ask(session, found)
    notice = N_("The hand-over package is being made. You get a mail when it is ready.")
    return Go(f"{here}#package", notice)


@pages.write(f"{CLIENT}/package/waive", again=show_client)
def waive_package(session: Session, caller: Caller, bureau: str, client: str) -> Go:
    """Go without the package that the bureau asked for."""
    _, found, here = hold(session, caller, bureau, client)
    actions.waive(session, found)
    return Go(f"{here}#package", N_("The bureau goes without the hand-over package."))
