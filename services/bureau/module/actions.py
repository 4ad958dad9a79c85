"""What is done to a bureau's module, and the record of it."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.bureau.accounts.models import Account
from services.bureau.module import seats
from services.bureau.module.lifecycle import LIFECYCLE
from services.bureau.module.models import Module, ModuleChange
from shared.clock import now
from shared.context import context_of
from shared.errors import Refused
from shared.history import take
from shared.texts import N_
from shared.web.lists import Page, paginate

ON_ALREADY = N_("The module was switched on before; it is “%(state)s”.")
NEVER_ON = N_("The module was never switched on.")
CLOSED = N_("The module was closed for good.")


def find(session: Session, account: Account) -> Module:
    """The account's module; where it was never switched on, one that is `inactive`."""
    return session.get(Module, account.id) or _inactive(account)


def find_of(session: Session, bureau_id: str) -> Module | None:
    """The bureau's module; None where it was never switched on."""
    return session.get(Module, bureau_id)


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
    session: Session,
    account: Account,
    *,
    package_size: int,
    valid_until: date | None,
    reason: str | None = None,
) -> Module:
    """Switch on, with a package, a module that was not on before."""
    module = _inactive(account)
    module.package_size, module.valid_until = package_size, valid_until
    session.add(module)
    return step(session, module, "activate", reason=reason)


def change_package(
    session: Session,
    module: Module,
    *,
    package_size: int,
    valid_until: date | None,
    reason: str | None = None,
) -> Module:
    """Give the bureau another package; in a smaller one the newest clients wait for a seat."""
    if not LIFECYCLE.may(module, "close"):
        raise Refused(CLOSED)
    seats.shrink(session, module, package_size)
    module.package_size, module.valid_until = package_size, valid_until
    seats.serve_claims(session, module)
    _note(session, module, "resize", reason)
    return module


def step(
    session: Session,
    module: Module,
    trigger: str,
    *,
    reason: str | None = None,
    noted_as: str | None = None,
) -> Module:
    """Move the module along `trigger`; refused where its state has no such step."""
    module.since = now()
    take(session, LIFECYCLE, module, trigger, **module.facts())
    _note(session, module, noted_as or trigger, reason)
    return module


def changes(
    session: Session, bureau_id: str, *, limit: int, cursor: str | None
) -> Page[ModuleChange]:
    """What was done to the module, why and by whom; the newest first."""
    mine = select(ModuleChange).where(ModuleChange.bureau_id == bureau_id)
    by = [ModuleChange.position]
    return paginate(session, mine, by, limit=limit, cursor=cursor, descending=True)


def _note(session: Session, module: Module, action: str, reason: str | None) -> None:
    session.flush()
    session.add(
        ModuleChange(
            bureau_id=module.id,
            at=now(),
            action=action,
            package_size=module.package_size,
            valid_until=module.valid_until,
            reason=reason,
            actor=context_of(session).actor,
        )
    )


def _inactive(account: Account) -> Module:
    return Module(id=account.id, prefix=account.prefix, package_size=0, used=0)
