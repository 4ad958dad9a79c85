"""Reading the working list, and keeping views of it."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from services.bureau.access import Staff
from services.bureau.assignments.models import Assignment
from services.bureau.desk.models import Tag
from services.bureau.polish import folded
from services.bureau.served.filters import NOBODY, cared_for
from services.bureau.worklist.models import SavedView, Work
from shared.clock import now
from shared.errors import Missing, Refused
from shared.ids import new_id
from shared.texts import N_
from shared.web.lists import Page, paginate

# Each is the order of an index, so that a page costs the same however long the list is.
ORDERS: dict[str, list[Any]] = {
    "-score": [Work.missing, Work.id],
    "name": [Work.sort_key, Work.client_id],
    "-name": [Work.sort_key, Work.client_id],
}


class StateCount(NamedTuple):
    """The months in one state."""

    state: str
    months: int
    changed: int  # After the last export.
    without_carer: int


NO_VIEW = N_("There is no view %(id)s, or none of yours.")
NAME_TAKEN = N_("You have a view called “%(name)s” already.")
TOO_MANY = N_("A person keeps %(most)s views at most.")

MOST_VIEWS = 50


def find_page(
    session: Session,
    staff: Staff,
    *,
    sort: str,
    limit: int,
    cursor: str | None,
    **filters: Any,
) -> Page[Work]:
    """A page of the list; of a member only the clients that it looks after."""
    query = _filtered(select(Work), staff, **filters)
    descending = sort.startswith("-")
    by = ORDERS[sort]
    return paginate(session, query, by, limit=limit, cursor=cursor, descending=descending)


def count_by_state(session: Session, staff: Staff, **filters: Any) -> Sequence[StateCount]:
    """How many months are in each state; of them, how many changed and have no carer."""
    columns: Any = select(
        Work.state,
        func.count(),
        func.count(case((Work.changed, 1))),
        func.count(case((cared_for(Work.client_id, NOBODY), 1))),
    )
    rows = session.execute(_filtered(columns, staff, **filters).group_by(Work.state))
    return [StateCount(*row) for row in rows]


def views(session: Session, staff: Staff) -> Sequence[SavedView]:
    """The views that this person keeps, by name."""
    return session.scalars(select(SavedView).where(*_mine(staff)).order_by(SavedView.name)).all()


def save_view(session: Session, staff: Staff, *, name: str, query: dict[str, Any]) -> SavedView:
    """Keep filters and an order under a name."""
    kept = views(session, staff)
    if any(view.name == name for view in kept):
        raise Refused(NAME_TAKEN, name=name)
    if len(kept) >= MOST_VIEWS:
        raise Refused(TOO_MANY, most=MOST_VIEWS)
    view = SavedView(
        id=new_id(),
        bureau_id=staff.bureau_id,
        user_id=staff.user_id,
        name=name,
        query=query,
        created_at=now(),
    )
    session.add(view)
    session.flush()
    return view


def drop_view(session: Session, staff: Staff, view_id: str) -> None:
    """Forget a view."""
    query = select(SavedView).where(*_mine(staff), SavedView.id == view_id)
    view = session.scalars(query).one_or_none()
    if view is None:
        raise Missing(NO_VIEW, id=view_id)
    session.delete(view)


def _mine(staff: Staff) -> tuple[Any, Any]:
    return SavedView.bureau_id == staff.bureau_id, SavedView.user_id == staff.user_id


def _filtered(query: Select[Any], staff: Staff, *, month: str, **filters: Any) -> Select[Any]:
    """The rows of a month that `staff` may see and that pass every filter that is set."""
    wanted = [Work.bureau_id == staff.bureau_id, Work.month == month]
    if not staff.leads:
        wanted.append(_looked_after_by(staff.user_id))
    for name, value in filters.items():
        if value is not None:
            wanted += FILTERS[name](value)
    return query.where(*wanted)


def _looked_after_by(user_id: str) -> Any:
    return Work.client_id.in_(select(Assignment.client_id).where(Assignment.user_id == user_id))


def _by_tag(word: str) -> list[Any]:
    return [Work.client_id.in_(select(Tag.client_id).where(Tag.word == word.lower()))]


def _by_words(words: str) -> list[Any]:
    return [Work.search_key.contains(word, autoescape=True) for word in folded(words).split()]


FILTERS: dict[str, Callable[[Any], list[Any]]] = {
    "state": lambda state: [Work.state == state],
    "carer": lambda carer: [cared_for(Work.client_id, carer)],
    "assigned": lambda user_id: [_looked_after_by(user_id)],
    "tag": _by_tag,
    "client_state": lambda state: [Work.client_state == state],
    "ownership": lambda whose: [Work.owner_kind == ("bureau" if whose == "bureau" else "user")],
    "documents": lambda any_: [(Work.sales + Work.costs > 0) == any_],
    "changed": lambda changed: [Work.changed if changed else ~Work.changed],
    "q": _by_words,
}
