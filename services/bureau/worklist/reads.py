"""What one of the bureau's people sees of the working list."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.bureau.access import Staff
from services.bureau.assignments import actions as assignments
from services.bureau.assignments.models import CARER, DEPUTY, Assignment
from services.bureau.days import today
from services.bureau.desk import actions as desk
from services.bureau.months.lifecycle import State
from services.bureau.months.weights import parts
from services.bureau.served import actions as served
from services.bureau.worklist import actions
from services.bureau.worklist.deadlines import deadlines, urgency
from services.bureau.worklist.models import Work
from shared.web.lists import Page


def see_page(session: Session, staff: Staff, **query: Any) -> Page[dict[str, Any]]:
    """A page of the working list, with a fixed number of queries."""
    page = actions.find_page(session, staff, **query)
    return Page(_seen(session, page.items), page.next)


def of_clients(
    session: Session, bureau_id: str, client_ids: Sequence[str], month: str
) -> dict[str, Work]:
    """The month of those of the clients whose documents are open, in one query."""
    query = select(Work).where(
        Work.bureau_id == bureau_id, Work.month == month, Work.client_id.in_(client_ids)
    )
    return {row.client_id: row for row in session.scalars(query)}


def summarise(session: Session, staff: Staff, **filters: Any) -> dict[str, Any]:
    """How the month stands: its terms, and how many clients are where."""
    counts = actions.count_by_state(session, staff, **filters)
    by_state = {each.state: each.months for each in counts}
    return {
        "month": filters["month"],
        "deadlines": terms_of(filters["month"], today()),
        "clients": served.count_by_state(
            session, staff.bureau_id, looked_after_by=None if staff.leads else staff.user_id
        ),
        "states": {s.value: by_state.get(s.value, 0) for s in State},
        "changed_after_export": sum(each.changed for each in counts),
        "without_carer": sum(each.without_carer for each in counts),
    }


def _seen(session: Session, rows: Sequence[Work]) -> list[dict[str, Any]]:
    clients = [row.client_id for row in rows]
    noted = desk.of_all(session, clients)
    people = assignments.of_all(session, clients)
    day = today()
    return [
        _one(row, noted.get(row.client_id, desk.Noted()), people.get(row.client_id, []), day)
        for row in rows
    ]


def _one(row: Work, noted: desk.Noted, people: Sequence[Assignment], day: date) -> dict[str, Any]:
    on_duty = {each.duty: each.user_id for each in people}
    return {
        "prefix": row.prefix,
        "name": row.name,
        "tax_no": row.tax_no,
        "state": row.client_state,
        "ownership": "bureau" if row.owner_kind == "bureau" else "client",
        "carer": on_duty.get(CARER),
        "deputy": on_duty.get(DEPUTY),
        "user_ids": [each.user_id for each in people],
        "own_number": noted.own_number,
        "note": noted.note,
        "tags": noted.tags,
        "month": {"month": row.month, "state": row.state, "since": row.since},
        "documents": {"sales": row.sales, "costs": row.costs},
        "last_document": row.last_document,
        "last_export": row.last_export,
        "changed_after_export": row.changed,
        "deadlines": terms_of(row.month, day),
        "score": score_of(row, day),
    }


def score_of(row: Work, day: date) -> dict[str, Any]:
    """Urgency times what is missing. The term is the same for all, so `missing` is the order."""
    presses = urgency(row.month, day)
    lacking = parts(
        State(row.state),
        documents=row.sales + row.costs,
        changed=row.changed,
        orphaned=row.orphaned,
        leaving=row.leaving,
    )
    return {
        "total": presses * row.missing,
        "urgency": presses,
        "missing": [{"what": what, "points": points} for what, points in lacking],
    }


def terms_of(month: str, day: date) -> list[dict[str, Any]]:
    """The terms of a month, and how many days are left to each."""
    return [
        {"kind": term.kind, "day": term.day, "days_left": (term.day - day).days}
        for term in deadlines(month)
    ]
