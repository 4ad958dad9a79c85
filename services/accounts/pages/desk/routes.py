"""Frozen accounts and leavings on the operator's desk, and what an operator decides."""

from typing import Any

from sqlalchemy.orm import Session, joinedload

from services.accounts.accounts.models import Account
from services.accounts.freezes import actions as freezes
from services.accounts.freezes.models import Freeze
from services.accounts.leaving import actions as leavings
from services.accounts.leaving.models import Leaving
from services.accounts.leaving.schemas import StopBody
from services.accounts.pages.desk.schemas import DecisionForm, DeskQuery
from services.accounts.users.models import User
from shared.auth.caller import Caller
from shared.auth.operators import demand_operator
from shared.clock import now
from shared.contracts.pages import DESK
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_
from shared.web.lists import Page, paginate

pages = Pages("desk")

FROZEN = "/desk/frozen"
FREEZE = f"{FROZEN}/<account_id>"
LEAVING = "/desk/leavings/<leaving_id>"

KEPT = N_("The account “%(prefix)s” stays with its new owner. Both sides are told why.")
GIVEN_BACK = N_("The account “%(prefix)s” is its former owner's again. Both sides are told why.")
STOPPED = N_("The take-over of “%(prefix)s” is stopped. Both sides are told why.")

REASONS = {
    "identity_dispute": N_("It is in dispute who acts for the firm"),
    "court_order": N_("A court or an authority ordered it"),
    "bankruptcy": N_("The firm is bankrupt or is being wound up"),
    "succession": N_("The owner of the firm died"),
    "fraud_suspected": N_("Fraud is suspected"),
}
"""What the codes of `leaving` are called."""


@pages.read(FROZEN, query=DeskQuery)
def show_frozen(session: Session, caller: Caller, query: dict[str, Any]) -> Show:
    """What waits for an operator, and leavings that go on or were stopped."""
    demand_operator(caller)
    waiting = freezes.frozen().options(joinedload(Freeze.account))
    is_open = query["leavings"] == "open"
    listed = (leavings.going_on() if is_open else leavings.stopped()).options(
        joinedload(Leaving.account), joinedload(Leaving.taker)
    )
    frozen: Page[Freeze] = paginate(
        session, waiting, by=[Freeze.id], limit=50, cursor=query["cursor"]
    )
    found: Page[Leaving] = paginate(
        session, listed, by=[Leaving.id], limit=50, cursor=query["after"], descending=not is_open
    )
    return _show("desk/frozen.html", frozen=frozen, leavings=found, query=query)


@pages.read(FREEZE)
def show_freeze(session: Session, caller: Caller, account_id: str) -> Show:
    """Both sides of a frozen account, and the form that decides."""
    demand_operator(caller)
    freeze = freezes.required(session, account_id)
    change = freeze.change
    of = Account if change.former_kind == "bureau" else User
    former = session.get_one(of, change.former_id)
    owner = session.get_one(User, change.owner_id)
    return _show("desk/freeze.html", freeze=freeze, former=former, owner=owner)


@pages.write(FREEZE, form=DecisionForm, again=show_freeze)
def decide(session: Session, caller: Caller, account_id: str, form: dict[str, Any]) -> Go:
    """Leave the account with its new owner, or give it back to the former one."""
    demand_operator(caller)
    freeze = freezes.locked_freeze(session, account_id)
    if form["decision"] == "keep":
        freezes.keep(session, freeze, form["reason"])
    else:
        freezes.give_back(session, freeze, form["reason"])
    notice = KEPT if form["decision"] == "keep" else GIVEN_BACK
    return Go(FROZEN, notice, prefix=freeze.account.prefix)


@pages.read(LEAVING)
def show_leaving(session: Session, caller: Caller, leaving_id: str) -> Show:
    """One leaving, and the form that stops it."""
    demand_operator(caller)
    leaving = leavings.get(session, leaving_id)
    bureau = session.get_one(Account, leaving.bureau_id)
    return _show("desk/leaving.html", leaving=leaving, bureau=bureau, reasons=REASONS)


@pages.write(LEAVING, form=StopBody, again=show_leaving)
def stop_leaving(session: Session, caller: Caller, leaving_id: str, form: dict[str, Any]) -> Go:
    """Stop it for a stated reason."""
    demand_operator(caller)
    leaving = leavings.locked_leaving(session, leaving_id)
    leavings.stop(session, leaving, **form)
    return Go(FROZEN, STOPPED, prefix=leaving.account.prefix)


def _show(template: str, **facts: Any) -> Show:
    return Show(template, area=DESK, here="frozen", now=now(), **facts)
