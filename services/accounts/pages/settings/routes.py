"""Users and permissions of an account, and the bureau that has access to it."""

from typing import Any

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.access import (
    account_for,
    locked_account_for,
    permitted_by,
    refuse_raising,
)
from services.accounts.accounts.models import Account
from services.accounts.accounts.views import account_view
from services.accounts.bureaus import actions as bureaus
from services.accounts.pages.places import area_of
from services.accounts.pages.settings.schemas import BureauForm, PeopleQuery
from services.accounts.pages.settings.tabs import tabs_of
from services.accounts.users.models import Holder
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_
from shared.web.lists import Page, paginate

pages = Pages("settings")

USERS = "/account/<prefix>/settings/users"
BUREAU = "/account/<prefix>/settings/bureau"

LINKED = N_("The accounting bureau has been saved. It sees the firm's name and tax number.")
LET_IN = N_("The bureau is an accountant of this account now and sees its documents.")
LEFT = N_("The accounting bureau has no access any more.")


@pages.read(USERS, query=PeopleQuery)
def show_people(session: Session, caller: Caller, prefix: str, query: dict[str, Any]) -> Show:
    """Who is in the account, and its bureau; a prefix that was typed is looked up first."""
    account = account_for(session, caller, prefix, "settings")
    mine = select(Holder).where(Holder.account_id == account.id)
    people: Page[Holder] = paginate(session, mine, by=[Holder.id], limit=50, cursor=query["cursor"])
    typed = request.form.get("bureau_prefix", query["bureau_prefix"]).strip()
    return Show(
        "settings/people.html",
        area=area_of(session, account),
        prefix=account.prefix,
        here="settings",
        tabs=tabs_of(account.prefix, "users"),
        account=account_view(session, account),
        bureau=session.get(Account, account.bureau_id) if account.bureau_id else None,
        people=people,
        typed=typed,
        found=bureaus.look_up(session, account, typed) if _is_asked(typed) else None,
    )


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


@pages.write(f"{BUREAU}/end", again=show_people)
def leave_bureau(session: Session, caller: Caller, prefix: str) -> Go:
    """End the co-operation."""
    account = locked_account_for(session, caller, prefix, "settings")
    bureaus.unlink(session, account)
    return Go(f"/account/{account.prefix}/settings/users", LEFT)


def _is_asked(typed: str) -> bool:
    """Only to look: what a form sent and was refused is not looked up once more."""
    return bool(typed) and request.method == "GET"
