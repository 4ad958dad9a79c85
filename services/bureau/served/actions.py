"""Reading a bureau's list of served companies, and keeping one row per prefix in it."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, Subquery, func, select, union_all, update
from sqlalchemy.orm import Session

from services.bureau.assignments.models import Assignment
from services.bureau.clients.models import Client
from services.bureau.companies.models import CompanyRequest
from services.bureau.polish import folded
from services.bureau.served.models import LISTED, Served
from shared.web.lists import Page, paginate, window

LEFT_OUT = ("detached", "rejected", "abandoned")

ORDERS = {"name": Served.sort_key, "prefix": Served.prefix, "since": Served.since}


def find(session: Session, bureau_id: str, prefix: str) -> Served | None:
    """What the bureau sees under `prefix`, in whatever case it is written."""
    query = select(Served).where(Served.bureau_id == bureau_id, Served.prefix == prefix.lower())
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def find_page(
    session: Session,
    bureau_id: str,
    *,
    looked_after_by: str | None,
    state: str | None,
    ownership: str | None,
    q: str | None,
    sort: str,
    limit: int,
    cursor: str | None,
) -> Page[Served]:
    """A page of the bureau's list; with `looked_after_by` only of what that person does."""
    name, descending = sort.lstrip("-"), sort.startswith("-")
    cut: dict[str, Any] = {"limit": limit, "cursor": cursor, "descending": descending}
    filters = _Filters(bureau_id, looked_after_by, state, ownership, q)
    ids = session.scalars(union_all(*(_first_ids(table, filters, name, cut) for table in LISTED)))
    query = select(Served).where(Served.id.in_(ids.all()))
    return paginate(session, query, [ORDERS[name], Served.id], **cut)


def count_by_state(
    session: Session, bureau_id: str, *, looked_after_by: str | None
) -> dict[str, int]:
    """How many companies are on the bureau's list in each state; detached ones left it."""
    counts: dict[str, int] = {}
    filters = _Filters(bureau_id, looked_after_by, state=None, ownership=None, q=None)
    for table in LISTED:
        state = table.c.state
        found = select(state, func.count()).where(*filters.of(table.c)).group_by(state)
        for name, count in session.execute(found):
            counts[name] = counts.get(name, 0) + count
    return counts


def of_seats(session: Session, bureau_id: str, holders: Sequence[str]) -> Sequence[Served]:
    """What the bureau sees of those who hold these seats, in the list's order."""
    query = select(Served).where(Served.bureau_id == bureau_id, Served.seat.in_(holders))
    return session.scalars(query.order_by(Served.sort_key, Served.id)).all()


def prefixes_by_tax_no(
    session: Session, bureau_id: str, tax_numbers: Collection[str]
) -> dict[str, str]:
    """The prefixes under which the bureau serves, or has asked for, companies of these numbers."""
    query = select(Served.tax_no, Served.prefix).where(
        Served.bureau_id == bureau_id,
        Served.tax_no.in_(tax_numbers),
        Served.state.not_in(LEFT_OUT),
    )
    return {row.tax_no: row.prefix for row in session.execute(query)}


def make_room(session: Session, bureau_id: str, prefix: str) -> int:
    """Show nothing under `prefix` any more, for something new; says what version it had got to."""
    for kind in (Client, CompanyRequest):
        here = (kind.bureau_id == bureau_id) & (kind.prefix == prefix.lower()) & kind.shown
        hidden = update(kind).where(here).values(shown=False)
        version = (kind.versions_before + kind.version).label("version")
        former = session.scalars(hidden.returning(version)).first()
        if former is not None:
            return int(former)
    return 0


class _Filters(NamedTuple):
    bureau_id: str
    looked_after_by: str | None
    state: str | None
    ownership: str | None
    q: str | None

    def of(self, row: Any) -> Iterator[Any]:
        """What a row of clients or of requests has to meet."""
        yield row.bureau_id == self.bureau_id
        yield row.state == self.state if self.state else row.state.not_in(LEFT_OUT)
        if self.ownership:
            yield row.owner_kind == ("bureau" if self.ownership == "bureau" else "user")
        if self.looked_after_by:
            mine = select(Assignment.client_id).where(Assignment.user_id == self.looked_after_by)
            yield row.id.in_(mine)
        for word in folded(self.q or "").split():
            yield row.search_key.contains(word, autoescape=True)


def _first_ids(table: Subquery, filters: _Filters, name: str, cut: dict[str, Any]) -> Select[Any]:
    """The ids of one table's rows that may stand on the page: each is in the order of an index."""
    row = table.c
    by = [row[ORDERS[name].key], row.id]
    found = window(select(row.id, *by).where(*filters.of(row)), by, **cut)
    return select(found.subquery().c.id)
