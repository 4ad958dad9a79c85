"""Bureaus on the operator's desk: packages, states, seats, and what is done to them."""

from typing import Any

from sqlalchemy.orm import Session

from services.bureau.access import operate
from services.bureau.accounts.models import Account
from services.bureau.days import today
from services.bureau.module import actions, ledger, listing, seats
from services.bureau.module.lifecycle import LIFECYCLE
from services.bureau.module.notices import warnings
from services.bureau.module.preflight import of_package
from services.bureau.pages.desk.schemas import (
    DeskQuery,
    OpenQuery,
    PackageForm,
    PackageQuery,
    ReasonForm,
    SeatsQuery,
)
from services.bureau.pages.desk.words import ACTIONS, STATES, STEPS, who
from services.bureau.people import reads as people
from shared.auth.caller import Caller
from shared.auth.operators import demand_operator
from shared.contracts.pages import DESK
from shared.errors import Refused
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_

pages = Pages("desk")

BUREAUS = "/desk"
BUREAU = "/desk/bureaus/<bureau>"
LATEST = 50

DONE = {
    "suspend": N_("The module of “%(prefix)s” is suspended."),
    "resume": N_("The module of “%(prefix)s” works again."),
    "close": N_("The module of “%(prefix)s” is closed for good."),
}


@pages.read(BUREAUS, query=DeskQuery)
def show_bureaus(session: Session, caller: Caller, query: dict[str, Any]) -> Show:
    """All bureaus with package, seats and state; whose package ends first comes first."""
    demand_operator(caller)
    return _show(
        "desk/bureaus.html",
        listed=listing.bureaus(session, **query),
        counts=listing.count_by_state(session),
        query=query,
        today=today(),
        states=STATES,
    )


@pages.read("/desk/bureaus", query=OpenQuery)
def open_bureau(_: Session, caller: Caller, query: dict[str, Any]) -> Go:
    """The page of the account with this prefix, bureau or not yet."""
    demand_operator(caller)
    return Go(f"/desk/bureaus/{query['prefix']}")


@pages.read(BUREAU)
def show_bureau(session: Session, caller: Caller, bureau: str) -> Show:
    """One bureau: its package, what may be done to it, what was done, and its seats."""
    account = _operated(session, caller, bureau)
    module = actions.find(session, account)
    orphans = people.count_waiting(session, account.id)
    return _show(
        "desk/bureau.html",
        account=account,
        module=module,
        state=module.state.value if module.state else "inactive",
        waiting=seats.waiting(session, account.id),
        warnings=list(warnings(module, orphans=orphans)) if module.state else [],
        steps=[step for step in STEPS if LIFECYCLE.may(module, step)],
        is_open=LIFECYCLE.may(module, "close"),
        books=ledger.balance(session, account.id, account.prefix),
        changes=actions.changes(session, account.id, limit=LATEST, cursor=None).items,
        said_by=lambda actor: who(actor, caller.actor),
        words=STEPS,
        done=ACTIONS,
        states=STATES,
    )


@pages.write(f"{BUREAU}/activate", form=PackageForm, again=show_bureau)
def activate(session: Session, caller: Caller, bureau: str, form: dict[str, Any]) -> Go:
    """Switch the module on with a package."""
    account = _operated(session, caller, bureau)
    if actions.hold(session, account):
        raise Refused(actions.ON_ALREADY, state=actions.find(session, account).state.value)
    actions.activate(session, account, **form)
    notice = N_("The module of “%(prefix)s” is switched on.")
    return Go(f"/desk/bureaus/{account.prefix}", notice, prefix=account.prefix)


@pages.read(f"{BUREAU}/package", query=PackageQuery)
def show_package(session: Session, caller: Caller, bureau: str, query: dict[str, Any]) -> Show:
    """Who would not fit into a package of another size, and the form that changes it."""
    account = _operated(session, caller, bureau)
    module = actions.find(session, account)
    size = module.package_size if query["package_size"] is None else query["package_size"]
    return _show(
        "desk/package.html",
        account=account,
        module=module,
        wanted=of_package(session, module, size),
        valid_until=query["valid_until"],
        is_open=LIFECYCLE.may(module, "close"),
    )


@pages.write(f"{BUREAU}/package", form=PackageForm, again=show_package)
def change_package(session: Session, caller: Caller, bureau: str, form: dict[str, Any]) -> Go:
    """Give the bureau another package."""
    account = _operated(session, caller, bureau)
    module = actions.hold(session, account)
    if module is None:
        raise Refused(actions.NEVER_ON)
    actions.change_package(session, module, **form)
    notice = N_("The bureau “%(prefix)s” has another package.")
    return Go(f"/desk/bureaus/{account.prefix}", notice, prefix=account.prefix)


@pages.read(f"{BUREAU}/seats", query=SeatsQuery)
def show_seats(session: Session, caller: Caller, bureau: str, query: dict[str, Any]) -> Show:
    """The ledger of seats: the proof that it adds up, and each movement."""
    account = _operated(session, caller, bureau)
    return _show(
        "desk/seats.html",
        account=account,
        books=ledger.balance(session, account.id, account.prefix),
        listed=ledger.movements(session, account.id, **query),
        query=query,
    )


@pages.write(f"{BUREAU}/suspend", form=ReasonForm, again=show_bureau)
def suspend_module(session: Session, caller: Caller, bureau: str, form: dict[str, Any]) -> Go:
    """Stop adding companies and new links."""
    return _step(session, caller, bureau, "suspend", form["reason"])


@pages.write(f"{BUREAU}/resume", form=ReasonForm, again=show_bureau)
def resume_module(session: Session, caller: Caller, bureau: str, form: dict[str, Any]) -> Go:
    """Let the bureau add companies and be linked again."""
    return _step(session, caller, bureau, "resume", form["reason"])


@pages.write(f"{BUREAU}/close", form=ReasonForm, again=show_bureau)
def close_module(session: Session, caller: Caller, bureau: str, form: dict[str, Any]) -> Go:
    """Close the module for good."""
    return _step(session, caller, bureau, "close", form["reason"])


def _step(session: Session, caller: Caller, bureau: str, trigger: str, reason: str) -> Go:
    account = _operated(session, caller, bureau)
    module = actions.lock(session, account.id) or actions.find(session, account)
    actions.step(session, module, trigger, reason=reason)
    return Go(f"/desk/bureaus/{account.prefix}", DONE[trigger], prefix=account.prefix)


def _operated(session: Session, caller: Caller, prefix: str) -> Account:
    demand_operator(caller)
    return operate(session, caller, prefix)


def _show(template: str, **facts: Any) -> Show:
    return Show(template, area=DESK, here="bureaus", **facts)
