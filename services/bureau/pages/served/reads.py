"""What the list shows of each company besides what the API does."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.bureau.access import Staff
from services.bureau.assignments import actions as assignments
from services.bureau.assignments.models import CARER, DEPUTY
from services.bureau.clients.models import Client
from services.bureau.days import last_month, month_of, today
from services.bureau.desk import actions as desk
from services.bureau.desk.models import Tag
from services.bureau.people import colleagues
from services.bureau.served import actions as served
from services.bureau.served.reads import Seen, see_page
from services.bureau.worklist import reads as worklist
from services.bureau.worklist.models import Work

SHOWN = ("requested", "linked", "active", "handed_over")
LATEST_MONTHS = 12
AT_ONCE = 500  # rows, where the whole list is read


@dataclass(frozen=True)
class Row:
    """A company of the list, with what the bureau notes and has left to do."""

    client: Seen
    noted: desk.Noted
    carer: str | None  # Their names.
    deputy: str | None
    work: Work | None  # Of a client whose documents are open.
    score: Mapping[str, Any] | None


def counts(session: Session, staff: Staff) -> Mapping[str, int]:
    """How many companies are in each state, of those that `staff` sees."""
    mine = None if staff.leads else staff.user_id
    found = served.count_by_state(session, staff.bureau_id, looked_after_by=mine)
    return {state: found.get(state, 0) for state in SHOWN}


def rows(session: Session, staff: Staff, clients: Sequence[Seen], month: str) -> list[Row]:
    """The rows of a page, with a fixed number of queries."""
    ids = [client.id for client in clients]
    noted = desk.of_all(session, ids)
    on_duty = assignments.duties(session, ids)
    people = {person for duties in on_duty.values() for person in duties.values()}
    names = colleagues.names(session, staff.bureau_id, people)
    work = worklist.of_clients(session, staff.bureau_id, ids, month)
    day = today()

    def row(client: Seen) -> Row:
        duties, mine = on_duty.get(client.id, {}), work.get(client.id)
        return Row(
            client,
            noted.get(client.id, desk.Noted()),
            names.get(duties.get(CARER, "")),
            names.get(duties.get(DEPUTY, "")),
            mine,
            worklist.score_of(mine, day) if mine else None,
        )

    return [row(client) for client in clients]


def all_rows(session: Session, staff: Staff, query: Mapping[str, Any]) -> Iterator[Row]:
    """Every row that passes the filters, read in large pages."""
    cursor: str | None = None
    while True:
        page = see_page(session, staff, **{**query, "limit": AT_ONCE, "cursor": cursor})
        yield from rows(session, staff, page.items, query["month"])
        cursor = page.next
        if cursor is None:
            return


def months() -> Sequence[str]:
    """This month and the eleven before it, the newest first."""
    found = [month_of(today())]
    while len(found) < LATEST_MONTHS:
        found.append(last_month(found[-1]))
    return found


def tags(session: Session, bureau_id: str) -> Sequence[str]:
    """The words by which the bureau groups its clients."""
    mine = select(Client.id).where(Client.bureau_id == bureau_id)
    query = select(Tag.word).where(Tag.client_id.in_(mine)).distinct().order_by(Tag.word)
    return session.scalars(query).all()
