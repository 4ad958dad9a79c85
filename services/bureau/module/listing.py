"""All bureaus, as operators see them: whose package ends first."""

from datetime import date

from sqlalchemy import case, func, select, type_coerce
from sqlalchemy.orm import Mapped, Session
from sqlalchemy.types import Date, String

from services.bureau.accounts.models import Account
from services.bureau.database import Base
from services.bureau.module.lifecycle import CLOSED
from services.bureau.module.models import Module, SeatClaim
from shared.web.lists import Page, paginate

NEVER = date(9999, 12, 31)

_name = Account.company["name"].as_string()
_waiting = (
    select(func.count()).where(SeatClaim.bureau_id == Module.id).correlate(Module).scalar_subquery()
)
_ends = case((Module.state == CLOSED, NEVER), else_=func.coalesce(Module.valid_until, NEVER))

_rows = (
    select(
        Module.id,
        Module.prefix,
        _name.label("name"),
        type_coerce(Module.state, String(20)).label("state"),
        Module.since,
        Module.package_size,
        Module.used,
        _waiting.label("waiting"),
        Module.valid_until,
        type_coerce(_ends, Date).label("ends"),
    )
    .join(Account, Account.id == Module.id)
    .subquery("listed_bureau")
)


class ListedBureau(Base):
    """A bureau with its package; `ends` orders those that never end, or are closed, last."""

    __table__ = _rows
    __mapper_args__ = {"primary_key": [_rows.c.id]}

    id: Mapped[str]
    prefix: Mapped[str]
    name: Mapped[str]
    state: Mapped[str]
    package_size: Mapped[int]
    used: Mapped[int]
    waiting: Mapped[int]
    valid_until: Mapped[date | None]
    ends: Mapped[date]


def bureaus(
    session: Session, *, state: str | None, q: str | None, limit: int, cursor: str | None
) -> Page[ListedBureau]:
    """The bureaus that have, or had, a package; whose ends first comes first."""
    query = select(ListedBureau)
    if state:
        query = query.where(ListedBureau.state == state)
    for word in (q or "").lower().split():
        row = func.lower(ListedBureau.name + " " + ListedBureau.prefix)
        query = query.where(row.contains(word, autoescape=True))
    by = [ListedBureau.ends, ListedBureau.prefix, ListedBureau.id]
    return paginate(session, query, by, limit=limit, cursor=cursor)


def count_by_state(session: Session) -> dict[str, int]:
    """How many bureaus are in each state."""
    query = select(ListedBureau.state, func.count()).group_by(ListedBureau.state)
    return {row[0]: row[1] for row in session.execute(query)}
