"""The ledger of seats: every movement, and whether the books add up."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.bureau.module.models import Module, SeatClaim, SeatMovement
from shared.web.lists import Page, paginate


class Balance(NamedTuple):
    """The books of one bureau's seats at one moment; without a module all is 0."""

    prefix: str
    size: int = 0
    used: int = 0  # As the module counts it.
    moved: int = 0  # The sum of all movements.
    holders: int = 0  # Those whose movements leave them a seat.
    waiting: int = 0  # Those who will get one.
    wrong: int = 0  # Holders whose movements leave them neither one seat nor none.
    twice: int = 0  # Holders that wait for a seat although they have one.

    @property
    def balanced(self) -> bool:
        """Whether movements, holders and the module's own count say the same."""
        same = self.used == self.moved == self.holders
        return same and not (self.wrong or self.twice) and self.used <= self.size


def balance(session: Session, bureau_id: str, prefix: str) -> Balance:
    """The books of a bureau, read in one statement, so that nothing moves in between."""
    held = func.sum(SeatMovement.change)
    holders = (
        select(SeatMovement.holder, held.label("held"))
        .where(SeatMovement.bureau_id == bureau_id)
        .group_by(SeatMovement.holder)
        .subquery()
    )
    claims = select(SeatClaim.holder).where(SeatClaim.bureau_id == bureau_id)
    count = select(func.count()).select_from(holders)
    books = select(
        Module.package_size,
        Module.used,
        select(func.coalesce(func.sum(holders.c.held), 0)).scalar_subquery(),
        count.where(holders.c.held == 1).scalar_subquery(),
        select(func.count()).select_from(claims.subquery()).scalar_subquery(),
        count.where(holders.c.held.not_in((0, 1))).scalar_subquery(),
        count.where(holders.c.held > 0, holders.c.holder.in_(claims)).scalar_subquery(),
    )
    row = session.execute(books.where(Module.id == bureau_id)).one_or_none()
    return Balance(prefix, *map(int, row)) if row else Balance(prefix)


def bureaus(session: Session) -> list[tuple[str, str]]:
    """The id and the prefix of each bureau that has, or had, a package."""
    rows = session.execute(select(Module.id, Module.prefix).order_by(Module.prefix))
    return [(row[0], row[1]) for row in rows]


def movements(
    session: Session, bureau_id: str, *, limit: int, cursor: str | None
) -> Page[SeatMovement]:
    """Each seat that was taken or given back, the newest first."""
    mine = select(SeatMovement).where(SeatMovement.bureau_id == bureau_id)
    by = [SeatMovement.id]
    return paginate(session, mine, by, limit=limit, cursor=cursor, descending=True)
