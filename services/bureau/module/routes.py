"""The HTTP face of the bureau module."""

from typing import Any

from flask import g
from sqlalchemy.orm import Session

from services.bureau import access
from services.bureau.accounts import actions as accounts
from services.bureau.module import actions, ledger, seats
from services.bureau.module.listing import ListedBureau, bureaus
from services.bureau.module.models import Module, ModuleChange
from services.bureau.module.preflight import of_package
from services.bureau.module.schemas import (
    BureausQuery,
    LedgerView,
    ListedBureauView,
    ModuleBody,
    ModuleChangeView,
    ModuleView,
    PackagePreflightView,
    PackageQuery,
    ReasonBody,
    seen,
)
from services.bureau.people import reads as people
from shared.auth.caller import Caller
from shared.auth.operators import demand_operator
from shared.web.api import Answer, Api
from shared.web.lists import ListQuery, Page, page_of
from shared.web.versions import check_if_match

api = Api("module")

ADDRESS = "/v1/bureaus/<bureau>/module"

STEP: dict[str, Any] = {
    "body": ReasonBody,
    "may_be_empty": True,
    "out": ModuleView,
    "codes": ("forbidden", "step_refused"),
}


def is_known(session: Session, bureau: str) -> bool:
    """Whether the account's opening has come over the bus; only operators wait for it."""
    return not g.caller.is_operator or accounts.find(session, bureau) is not None


@api.read("/v1/bureaus", out=page_of(ListedBureauView), query=BureausQuery)
def list_bureaus(session: Session, caller: Caller, query: dict[str, Any]) -> Page[ListedBureau]:
    """All bureaus, for operators: those whose package ends first come first."""
    demand_operator(caller)
    return bureaus(session, **query)


@api.read(ADDRESS, out=ModuleView, settles=is_known)
def get_module(session: Session, caller: Caller, bureau: str) -> dict[str, Any]:
    """The module of an account, `inactive` where it was never switched on."""
    return _seen(session, actions.find(session, access.enter_or_operate(session, caller, bureau)))


@api.write(
    "PUT",
    ADDRESS,
    body=ModuleBody,
    out=ModuleView,
    status=201,
    codes=("forbidden", "step_refused"),
    settles=is_known,
)
def put_module(session: Session, caller: Caller, bureau: str, body: dict[str, Any]) -> Answer:
    """Switch the module on with a package, or change the package."""
    account = access.operate(session, caller, bureau)
    module = actions.hold(session, account)
    check_if_match(module.version if module else 0)
    if module is None:
        return Answer(_seen(session, actions.activate(session, account, **body)), status=201)
    return Answer(_seen(session, actions.change_package(session, module, **body)), status=200)


@api.write("POST", f"{ADDRESS}/suspend", **STEP)
def suspend_module(
    session: Session, caller: Caller, bureau: str, body: dict[str, Any]
) -> dict[str, Any]:
    """Stop adding companies and new links; the clients stay."""
    return _step(session, caller, bureau, "suspend", **body)


@api.write("POST", f"{ADDRESS}/resume", **STEP)
def resume_module(
    session: Session, caller: Caller, bureau: str, body: dict[str, Any]
) -> dict[str, Any]:
    """Let the bureau add companies and be linked again."""
    return _step(session, caller, bureau, "resume", **body)


@api.write("POST", f"{ADDRESS}/close", **STEP)
def close_module(
    session: Session, caller: Caller, bureau: str, body: dict[str, Any]
) -> dict[str, Any]:
    """Close the module for good; what the bureau still serves it may hand over and detach."""
    return _step(session, caller, bureau, "close", **body)


@api.read(f"{ADDRESS}/history", out=page_of(ModuleChangeView), query=ListQuery)
def get_module_history(
    session: Session, caller: Caller, bureau: str, query: dict[str, Any]
) -> Page[ModuleChange]:
    """What was done to the module, why and by whom; the newest first."""
    account = access.enter_or_operate(session, caller, bureau)
    return actions.changes(session, account.id, **query)


@api.read(f"{ADDRESS}/preflight", out=PackagePreflightView, query=PackageQuery)
def get_module_preflight(
    session: Session, caller: Caller, bureau: str, query: dict[str, Any]
) -> dict[str, Any]:
    """Who would have no seat in a package of another size; changes nothing."""
    account = access.enter_or_operate(session, caller, bureau)
    module = actions.find(session, account)
    return of_package(session, module, query["package_size"])


@api.read(f"{ADDRESS}/seats", out=LedgerView, query=ListQuery)
def get_seats(
    session: Session, caller: Caller, bureau: str, query: dict[str, Any]
) -> dict[str, Any]:
    """The ledger of seats: whether it adds up, and each movement, the newest first."""
    account = access.enter_or_operate(session, caller, bureau)
    books = ledger.balance(session, account.id, account.prefix)
    page = ledger.movements(session, account.id, **query)
    known = {"balanced": books.balanced, "items": page.items, "next": page.next}
    return books._asdict() | known


def _step(
    session: Session, caller: Caller, bureau: str, trigger: str, reason: str | None
) -> dict[str, Any]:
    account = access.operate(session, caller, bureau)
    module = actions.lock(session, account.id) or actions.find(session, account)
    check_if_match(module.version or 0)
    return _seen(session, actions.step(session, module, trigger, reason=reason))


def _seen(session: Session, module: Module) -> dict[str, Any]:
    session.flush()
    orphans = people.count_waiting(session, module.id)
    return seen(module, waiting=seats.waiting(session, module.id), orphans=orphans)
