"""Reading a bureau's list of served companies, and keeping one row per prefix in it."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, Subquery, func, select, union_all, update
from sqlalchemy.orm import Session

from services.bureau.accounts.models import Account
from services.bureau.clients.models import Client
from services.bureau.companies.models import CompanyRequest
from services.bureau.served.filters import LEFT_OUT, Filters
from services.bureau.served.models import LISTED, Served
from shared.web.lists import Page, paginate, window

ORDERS = {"name": Served.sort_key, "prefix": Served.prefix, "since": Served.since}


def find(session: Session, bureau_id: str, prefix: str) -> Served | None:
    """What the bureau sees under `prefix`, in whatever case it is written."""
    query = select(Served).where(Served.bureau_id == bureau_id, Served.prefix == prefix.lower())
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def find_page(
    session: Session, filters: Filters, *, sort: str, limit: int, cursor: str | None
) -> Page[Served]:
    """A page of the bureau's list, of what passes the filters."""
    name, descending = sort.lstrip("-"), sort.startswith("-")
    cut: dict[str, Any] = {"limit": limit, "cursor": cursor, "descending": descending}
    tables = LISTED[:1] if filters.only_clients else LISTED
    ids = session.scalars(union_all(*(_first_ids(table, filters, name, cut) for table in tables)))
    query = select(Served).where(Served.id.in_(ids.all()))
    return paginate(session, query, [ORDERS[name], Served.id], **cut)


def find_prefixes(session: Session, filters: Filters, *, most: int) -> Sequence[str]:
    """The prefixes of the clients that pass the filters, by name; `most` of them at most."""
    row = LISTED[0].c
    query = select(row.prefix).where(*filters.of(row)).order_by(row.sort_key, row.id)
    return session.scalars(query.limit(most)).all()


def emails(session: Session, bureau_id: str, prefixes: Collection[str]) -> dict[str, str]:
    """Whom each of these accounts is to be handed over to, as far as the bureau has noted it.

    The person who was named when the company was added, else the company's own address.
    """
    address = Account.company["email"].as_string()
    query = (
        select(Client.prefix, func.coalesce(CompanyRequest.client_email, address))
        .join(Account, Account.id == Client.account_id)
        .outerjoin(CompanyRequest, CompanyRequest.id == Client.request_id)
        .where(Client.bureau_id == bureau_id, Client.shown, Client.bureau_role.is_not(None))
        .where(Client.prefix.in_(prefixes))
    )
    return {prefix: email for prefix, email in session.execute(query) if email}


def of_ids(session: Session, bureau_id: str, ids: Sequence[str]) -> Sequence[Served]:
    """What the bureau sees of these, in the order in which they are named."""
    query = select(Served).where(Served.bureau_id == bureau_id, Served.id.in_(ids))
    found = {row.id: row for row in session.scalars(query)}
    return [found[each] for each in ids if each in found]


def count_by_state(
    session: Session, bureau_id: str, *, looked_after_by: str | None
) -> dict[str, int]:
    """How many companies are on the bureau's list in each state; detached ones left it."""
    counts: dict[str, int] = {}
    filters = Filters(bureau_id, looked_after_by)
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


def names(session: Session, bureau_id: str, prefixes: Collection[str]) -> dict[str, str]:
    """What the companies under these prefixes are called, of those that the bureau sees."""
    query = select(Served.prefix, Served.name).where(
        Served.bureau_id == bureau_id, Served.prefix.in_(prefixes)
    )
    return {row.prefix: row.name for row in session.execute(query)}


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


def _first_ids(table: Subquery, filters: Filters, name: str, cut: dict[str, Any]) -> Select[Any]:
    """The ids of one table's rows that may stand on the page: each is in the order of an index."""
    row = table.c
    by = [row[ORDERS[name].key], row.id]
    found = window(select(row.id, *by).where(*filters.of(row)), by, **cut)
    return select(found.subquery().c.id)
