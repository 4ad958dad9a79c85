"""Seats of a package: taken, given back once, and never more in use than the package has.

Every function wants the module's row locked (see `actions.lock`), so that movements of one
bureau's seats come one after another.
"""

from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from services.bureau.module import notices
from services.bureau.module.models import Module, SeatClaim, SeatMovement
from shared.clock import now
from shared.errors import Refused
from shared.texts import N_

FULL = N_("All %(size)s seats of the package are used.")


def take(session: Session, module: Module, holder: str) -> None:
    """Give `holder` a seat; refused when the package is full."""
    if module.used >= module.package_size:
        raise Refused(FULL, code="package_full", size=module.package_size)
    _move(session, module, holder, +1)


def claim(session: Session, module: Module, holder: str) -> None:
    """Give `holder` a seat, or the first one that becomes free."""
    if module.used < module.package_size:
        _move(session, module, holder, +1)
    else:
        session.add(SeatClaim(bureau_id=module.id, holder=holder, at=now()))
        session.flush()


def give_back(session: Session, module: Module, holder: str) -> None:
    """Free the seat of `holder`, or drop its claim; the second time nothing happens."""
    mine = delete(SeatClaim).where(SeatClaim.holder == holder).returning(SeatClaim.id)
    if session.scalars(mine).first() is None and _holds(session, holder):
        _move(session, module, holder, -1)
        serve_claims(session, module)


def serve_claims(session: Session, module: Module) -> None:
    """Give free seats to those who wait for one, in the order in which they came."""
    free = module.package_size - module.used
    mine = SeatClaim.bureau_id == module.id
    for waiting in session.scalars(
        select(SeatClaim).where(mine).order_by(SeatClaim.id).limit(free)
    ):
        session.delete(waiting)
        _move(session, module, waiting.holder, +1)


def would_not_fit(session: Session, module: Module, package_size: int) -> Sequence[str]:
    """Those who would lose their seat to a package of this size: the newest, newest first."""
    surplus = max(module.used - package_size, 0)
    holders = (
        select(SeatMovement.holder)
        .where(SeatMovement.bureau_id == module.id)
        .group_by(SeatMovement.holder)
        .having(func.sum(SeatMovement.change) == 1)
        .order_by(func.max(SeatMovement.id).desc())
        .limit(surplus)
    )
    return session.scalars(holders).all()


def shrink(session: Session, module: Module, package_size: int) -> None:
    """Let those who would not fit wait for a seat; they stay clients, and adding stops."""
    for holder in reversed(would_not_fit(session, module, package_size)):
        _move(session, module, holder, -1)
        session.add(SeatClaim(bureau_id=module.id, holder=holder, at=now()))
        session.flush()


def waiting(session: Session, bureau_id: str) -> int:
    """How many clients that are paid for wait for a seat."""
    count = select(func.count()).where(SeatClaim.bureau_id == bureau_id)
    return session.scalars(count).one()


def _holds(session: Session, holder: str) -> bool:
    sum_ = select(func.sum(SeatMovement.change)).where(SeatMovement.holder == holder)
    return session.scalar(sum_) == 1


def _move(session: Session, module: Module, holder: str, change: int) -> None:
    module.used += change
    session.add(
        SeatMovement(
            bureau_id=module.id,
            holder=holder,
            turn=_turn(session, holder),
            change=change,
            at=now(),
        )
    )
    session.flush()
    notices.note_use(session, module)


def _turn(session: Session, holder: str) -> int:
    """A seat that was given back ends a turn."""
    ended = select(func.count()).where(SeatMovement.holder == holder, SeatMovement.change == -1)
    return session.scalars(ended).one() + 1
