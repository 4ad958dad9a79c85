"""What the list of served companies is narrowed to."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select

from services.bureau.assignments.models import CARER, Assignment
from services.bureau.desk.models import Tag
from services.bureau.polish import folded
from services.bureau.worklist.models import Work

LEFT_OUT = ("detached", "rejected", "abandoned")
NOBODY = "nobody"  # As `carer`: clients that have none.


class Filters(NamedTuple):
    """Which rows of a bureau's list are wanted; what is None narrows nothing.

    `month_state`, `changed` and `documents` are about `month`, and only of clients whose
    documents are open.
    """

    bureau_id: str
    looked_after_by: str | None = None
    state: str | None = None
    ownership: str | None = None
    q: str | None = None
    tag: str | None = None
    carer: str | None = None
    assigned: str | None = None
    month: str | None = None
    month_state: str | None = None
    changed: bool | None = None
    documents: bool | None = None

    @property
    def only_clients(self) -> bool:
        """Whether something is asked that a request for a company has not."""
        asked = (self.tag, self.carer, self.assigned)
        return self._asks_for_months or any(each is not None for each in asked)

    @property
    def _asks_for_months(self) -> bool:
        asked = (self.month_state, self.changed, self.documents)
        return any(each is not None for each in asked)

    def of(self, row: Any) -> Iterator[Any]:
        """What a row of clients or of requests has to meet."""
        yield row.bureau_id == self.bureau_id
        yield row.state == self.state if self.state else row.state.not_in(LEFT_OUT)
        if self.ownership:
            yield row.owner_kind == ("bureau" if self.ownership == "bureau" else "user")
        if self.looked_after_by:
            yield row.id.in_(_assigned_to(self.looked_after_by))
        for word in folded(self.q or "").split():
            yield row.search_key.contains(word, autoescape=True)
        yield from self._of_client(row)

    def _of_client(self, row: Any) -> Iterator[Any]:
        if self.tag:
            yield row.id.in_(select(Tag.client_id).where(Tag.word == self.tag.lower()))
        if self.carer:
            yield cared_for(row.id, self.carer)
        if self.assigned:
            yield row.id.in_(_assigned_to(self.assigned))
        if self._asks_for_months:
            yield row.id.in_(self._in_months())

    def _in_months(self) -> Select[Any]:
        months = select(Work.client_id).where(
            Work.bureau_id == self.bureau_id, Work.month == self.month
        )
        if self.month_state:
            months = months.where(Work.state == self.month_state)
        if self.changed is not None:
            months = months.where(Work.changed if self.changed else ~Work.changed)
        if self.documents is not None:
            months = months.where((Work.sales + Work.costs > 0) == self.documents)
        return months


def cared_for(client_id: Any, carer: str) -> ColumnElement[bool]:
    """Whether this person is the client's carer; for NOBODY, whether it has none."""
    cared = select(Assignment.client_id).where(
        Assignment.duty == CARER, Assignment.client_id == client_id
    )
    if carer == NOBODY:
        return ~cared.exists()
    return cared.where(Assignment.user_id == carer).exists()


def _assigned_to(user_id: str) -> Select[Any]:
    return select(Assignment.client_id).where(Assignment.user_id == user_id)
