"""How a client parts from its bureau, on one page: package first, then ownership, then the end."""

from flask import request
from sqlalchemy.orm import Session

from services.accounts.access import (
    account_for,
    acts_for_bureau,
    locked_account_for,
    permissions_in,
)
from services.accounts.accounts.models import Account
from services.accounts.bureaus import actions as bureaus
from services.accounts.handover_packages import actions as packages
from services.accounts.handover_packages.models import HandoverPackage
from services.accounts.leaving import actions as leaving
from services.accounts.pages.settings.frame import frame
from services.accounts.users.people import person
from shared.auth.caller import Caller
from shared.errors import Missing
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_

pages = Pages("ending")

ENDING = "/account/<prefix>/settings/ending"
PACKAGE = f"{ENDING}/package"
LEAVING = f"{ENDING}/leaving"

ASKED = N_("The hand-over package is asked for. Until it is verified, neither side can end it.")
WAIVED = N_("You go without the hand-over package.")
LEAVES = N_("The bureau was told. It has 10 working days to hand the account over to you.")
STAYS = N_("The account stays with the bureau. It was told.")
ENDED = N_("The co-operation has ended. The bureau has no access any more.")


@pages.read(ENDING)
def show_ending(session: Session, caller: Caller, prefix: str) -> Show:
    """What there is to do before and at the end, and how far it is."""
    account = account_for(session, caller, prefix, "settings")
    last = leaving.newest(session, account)
    user, package = person(session, caller), _package(session, account)
    return Show(
        "settings/ending/ending.html",
        headers=_news(package),
        **frame(session, account, "ending"),
        bureau=session.get(Account, account.bureau_id) if account.bureau_id else None,
        is_owned=account.owner_kind == "bureau",
        package=package,
        holds_up=packages.holds_up(session, account),
        may_decide=packages.is_own_person(session, caller, account),
        sees_packages="export" in permissions_in(session, caller, account),
        leaving=last,
        days=leaving.reminder_days(last) if last else [],
        may_leave=leaving.is_of_client(session, account, user),
        is_of_bureau=acts_for_bureau(session, caller, account),
    )


@pages.write(PACKAGE, again=show_ending)
def ask_for_package(session: Session, caller: Caller, prefix: str) -> Go:
    """Ask the bureau for a hand-over package."""
    account = locked_account_for(session, caller, prefix, "settings")
    packages.check_own_people(session, caller, account)
    packages.ask(session, caller, account)
    return _back(account, ASKED)


@pages.write(f"{PACKAGE}/waive", again=show_ending)
def waive_package(session: Session, caller: Caller, prefix: str) -> Go:
    """Go without the package."""
    account = locked_account_for(session, caller, prefix, "settings")
    packages.check_own_people(session, caller, account)
    packages.waive(session, account)
    return _back(account, WAIVED)


@pages.write(LEAVING, again=show_ending)
def leave_with_account(session: Session, caller: Caller, prefix: str) -> Go:
    """Ask the bureau that owns the account for it."""
    account = locked_account_for(session, caller, prefix, "settings")
    leaving.leave(session, account, person(session, caller))
    return _back(account, LEAVES)


@pages.write(f"{LEAVING}/withdraw", again=show_ending)
def stay_with_bureau(session: Session, caller: Caller, prefix: str) -> Go:
    """Stay with the bureau after all."""
    account = locked_account_for(session, caller, prefix, "settings")
    leaving.withdraw(session, account, person(session, caller))
    return _back(account, STAYS)


@pages.write(f"{ENDING}/end", again=show_ending)
def end_cooperation(session: Session, caller: Caller, prefix: str) -> Go:
    """Detach the account from its bureau."""
    account = locked_account_for(session, caller, prefix, "settings")
    bureaus.unlink(session, account)
    return _back(account, ENDED)


def _back(account: Account, notice: str) -> Go:
    return Go(f"/account/{account.prefix}/settings/ending", notice)


def _news(package: HandoverPackage | None) -> dict[str, str]:
    """Has a page that waits for the package loaded anew once there is an answer."""
    is_waiting = package is not None and package.outcome is None
    asks = request.headers.get("HX-Request") is not None
    return {"HX-Refresh": "true"} if asks and not is_waiting else {}


def _package(session: Session, account: Account) -> HandoverPackage | None:
    try:
        return packages.newest(session, account)
    except Missing:
        return None
