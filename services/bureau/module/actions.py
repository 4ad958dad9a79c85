"""What an operator does with a bureau's module."""

from datetime import date

from sqlalchemy.orm import Session

from services.bureau.accounts.models import Account
from services.bureau.module import seats
from services.bureau.module.lifecycle import LIFECYCLE
from services.bureau.module.models import Module
from shared.clock import now
from shared.errors import Refused
from shared.history import take
from shared.texts import N_

TOO_SMALL = N_("%(used)s seats are used; the package can't have fewer.")
CLOSED = N_("The module was closed for good.")


def find(session: Session, account: Account) -> Module:
    """The account's module; where it was never switched on, one that is `inactive`."""
    return session.get(Module, account.id) or _inactive(account)


def lock(session: Session, bureau_id: str) -> Module | None:
    """The module, held until the transaction ends: what moves its seats comes one by one.

    Whoever needs this lock and one on another row takes this one first.
    """
    return session.get(Module, bureau_id, with_for_update=True, populate_existing=True)


def hold(session: Session, account: Account) -> Module | None:
    """The same, also against another operator who switches it on at this moment."""
    session.refresh(account, with_for_update=True)
    return lock(session, account.id)


def activate(
    session: Session, account: Account, *, package_size: int, valid_until: date | None
) -> Module:
    """Switch on, with a package, a module that was not on before."""
    module = _inactive(account)
    module.package_size, module.valid_until = package_size, valid_until
    session.add(module)
    return step(session, module, "activate")


def change_package(
    session: Session, module: Module, *, package_size: int, valid_until: date | None
) -> Module:
    """Give the bureau another package, which has to hold the seats that are used."""
    if not LIFECYCLE.may(module, "close"):
        raise Refused(CLOSED)
    if package_size < module.used:
        raise Refused(TOO_SMALL, code="package_full", used=module.used)
    module.package_size, module.valid_until = package_size, valid_until
    seats.serve_claims(session, module)
    return module


def step(session: Session, module: Module, trigger: str) -> Module:
    """Move the module along `trigger`; refused where its state has no such step."""
    module.since = now()
    facts = {
        "bureau_id": module.id,
        "prefix": module.prefix,
        "package_size": module.package_size,
        "valid_until": module.valid_until.isoformat() if module.valid_until else None,
    }
    take(session, LIFECYCLE, module, trigger, **facts)
    return module


def _inactive(account: Account) -> Module:
    return Module(id=account.id, prefix=account.prefix, package_size=0, used=0)
