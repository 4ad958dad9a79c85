"""`module activate|resize|suspend|resume|close PREFIX --reason TEXT [--size N] [--until DAY]`."""

import argparse
import sys
from typing import Any, NoReturn

from marshmallow import ValidationError
from sqlalchemy import NullPool
from sqlalchemy.orm import Session

from services.bureau.accounts import actions as accounts
from services.bureau.config import Settings
from services.bureau.module import actions
from services.bureau.module.models import Module
from services.bureau.module.schemas import ModuleBody
from shared.command_line import Usage
from shared.context import Context, act_as
from shared.database import engine_for, writing
from shared.errors import Failure, Missing, Refused

CONSOLE = Context(actor="operator/console")

STEPS = ("suspend", "resume", "close")


class _Words(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Usage(f"{__doc__}\n{message}")


def module(settings: Settings, words: list[str]) -> int:
    """Do to a module what `words` say; 1 where the module's state does not allow it."""
    wanted = _parser().parse_args(words)
    engine = engine_for(settings.database_url, poolclass=NullPool)
    try:
        with writing(engine).begin() as session:
            act_as(session, CONSOLE)
            line = _line(_do(session, wanted))
    except Failure as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    sys.stdout.write(f"{line}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Words(prog="module", add_help=False)
    parser.add_argument("action", choices=("activate", "resize", *STEPS))
    parser.add_argument("prefix")
    parser.add_argument("--reason", required=True)
    parser.add_argument("--size", type=int)
    parser.add_argument("--until")
    return parser


def _do(session: Session, wanted: argparse.Namespace) -> Module:
    account = accounts.find(session, wanted.prefix)
    if account is None:
        raise Missing(accounts.NO_ACCOUNT, prefix=wanted.prefix)
    found = actions.hold(session, account)
    if wanted.action in STEPS:
        found = found or actions.find(session, account)
        return actions.step(session, found, wanted.action, reason=wanted.reason)
    body = _body(wanted, found)
    if wanted.action == "resize":
        return actions.change_package(session, _there(found), **body)
    if found:
        raise Refused(actions.ON_ALREADY, state=found.state.value)
    return actions.activate(session, account, **body)


def _there(found: Module | None) -> Module:
    if found is None:
        raise Refused(actions.NEVER_ON)
    return found


def _body(wanted: argparse.Namespace, found: Module | None) -> dict[str, Any]:
    """The package that is wanted; what is not said of it stays as it is."""
    until = found.valid_until.isoformat() if found and found.valid_until else None
    size = found.package_size if found else None
    given = {
        "package_size": size if wanted.size is None else wanted.size,
        "valid_until": wanted.until or until,
        "reason": wanted.reason,
    }
    try:
        return dict(ModuleBody().load(given))
    except ValidationError as error:
        raise Usage(f"{__doc__}\n{error}") from error


def _line(found: Module) -> str:
    until = f", until {found.valid_until}" if found.valid_until else ""
    return f"{found.prefix}: {found.state.value}, {found.used}/{found.package_size} seats{until}"
