"""The HTTP face of the bureau module."""

from typing import Any

from flask import g
from sqlalchemy.orm import Session

from services.bureau import access
from services.bureau.accounts import actions as accounts
from services.bureau.module import actions, seats
from services.bureau.module.models import Module
from services.bureau.module.schemas import ModuleBody, ModuleView, seen
from shared.auth.caller import Caller
from shared.web.api import Answer, Api
from shared.web.versions import check_if_match

api = Api("module")

ADDRESS = "/v1/bureaus/<bureau>/module"


def is_known(session: Session, bureau: str) -> bool:
    """Whether the account's opening has come over the bus; only operators wait for it."""
    return not g.caller.is_operator or accounts.find(session, bureau) is not None


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
    codes=("forbidden", "package_full", "step_refused"),
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


@api.write("POST", f"{ADDRESS}/suspend", out=ModuleView, codes=("forbidden", "step_refused"))
def suspend_module(session: Session, caller: Caller, bureau: str) -> dict[str, Any]:
    """Stop adding companies and new links; the clients stay."""
    return _step(session, caller, bureau, "suspend")


@api.write("POST", f"{ADDRESS}/resume", out=ModuleView, codes=("forbidden", "step_refused"))
def resume_module(session: Session, caller: Caller, bureau: str) -> dict[str, Any]:
    """Let the bureau add companies and be linked again."""
    return _step(session, caller, bureau, "resume")


@api.write("POST", f"{ADDRESS}/close", out=ModuleView, codes=("forbidden", "step_refused"))
def close_module(session: Session, caller: Caller, bureau: str) -> dict[str, Any]:
    """Close the module for good; what the bureau still serves it may hand over and detach."""
    return _step(session, caller, bureau, "close")


def _step(session: Session, caller: Caller, bureau: str, trigger: str) -> dict[str, Any]:
    account = access.operate(session, caller, bureau)
    module = actions.lock(session, account.id) or actions.find(session, account)
    check_if_match(module.version or 0)
    return _seen(session, actions.step(session, module, trigger))


def _seen(session: Session, module: Module) -> dict[str, Any]:
    session.flush()
    return seen(module, seats.waiting(session, module.id))
