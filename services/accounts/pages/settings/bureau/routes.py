"""The bureau that has access to an account: saved, let in, kept from documents, left."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import locked_account_for, permitted_by, refuse_raising
from services.accounts.bureaus import actions as bureaus
from services.accounts.pages.settings.bureau.schemas import BureauForm
from services.accounts.pages.settings.people.routes import show_people, show_people_again
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages
from shared.texts import N_

pages = Pages("bureau")

BUREAU = "/account/<prefix>/settings/bureau"

LINKED = N_("The accounting bureau has been saved. It sees the firm's name and tax number.")
LET_IN = N_("The bureau is an accountant of this account now and sees its documents.")
KEPT_OUT = N_("The bureau sees the firm's name and tax number only. Its documents are closed.")


@pages.write(BUREAU, form=BureauForm, again=show_people)
def save_bureau(session: Session, caller: Caller, prefix: str, form: dict[str, Any]) -> Go:
    """Let the bureau serve the account."""
    account = locked_account_for(session, caller, prefix, "settings")
    bureaus.link(session, account, **form)
    return Go(f"/account/{account.prefix}/settings/users", LINKED)


@pages.write(f"{BUREAU}/role", form=BureauForm, again=show_people)
def let_bureau_in(session: Session, caller: Caller, prefix: str, form: dict[str, Any]) -> Go:
    """Make the bureau an accountant of the account: its documents open."""
    account = locked_account_for(session, caller, prefix, "settings")
    refuse_raising(session, caller, account, permitted_by("accountant"))
    bureaus.grant(session, account, **form)
    return Go(f"/account/{account.prefix}/settings/users", LET_IN)


@pages.write(f"{BUREAU}/role/end", again=show_people_again)
def keep_bureau_out(session: Session, caller: Caller, prefix: str) -> Go:
    """Take the bureau's role away: its documents close, the link stays."""
    account = locked_account_for(session, caller, prefix, "settings")
    bureaus.revoke(session, account)
    return Go(f"/account/{account.prefix}/settings/users", KEPT_OUT)
