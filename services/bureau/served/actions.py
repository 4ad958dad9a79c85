"""Reading a bureau's list of served companies, and keeping one row per prefix in it."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from services.bureau.assignments.models import Assignment
from services.bureau.clients.models import Client
from services.bureau.companies.models import CompanyRequest
from services.bureau.polish import folded
from services.bureau.served.models import Served
from shared.web.lists import Page, paginate

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
    query = select(Served).where(Served.bureau_id == bureau_id)
    query = query.where(Served.state == state if state else Served.state.not_in(LEFT_OUT))
    if ownership:
        query = query.where(Served.owner_kind == ("bureau" if ownership == "bureau" else "user"))
    if looked_after_by:
        query = query.where(_looked_after(looked_after_by))
    by = [ORDERS[sort.lstrip("-")], Served.id]
    descending = sort.startswith("-")
    query = _searched(query, q or "")
    return paginate(session, query, by, limit=limit, cursor=cursor, descending=descending)


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
    former = find(session, bureau_id, prefix)
    if former is None:
        return 0
    for kind in (Client, CompanyRequest):
        here = (kind.bureau_id == bureau_id) & (kind.prefix == former.prefix) & kind.shown
        session.execute(update(kind).where(here).values(shown=False))
    return former.version


def _looked_after(user_id: str) -> Any:
    mine = select(Assignment.client_id).where(Assignment.user_id == user_id)
    return Served.id.in_(mine)


def _searched(query: Select[Any], words: str) -> Select[Any]:
    for word in folded(words).split():
        query = query.where(Served.search_key.contains(word, autoescape=True))
    return query
