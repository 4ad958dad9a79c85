"""The months of a client as a calendar strip: how each stands, and what came in it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.bureau.activity.models import MonthActivity
from services.bureau.days import last_month, month_of, today
from services.bureau.months.lifecycle import CLOSED, LIFECYCLE, OPEN, State
from services.bureau.months.models import Month
from services.bureau.served.models import Served
from services.bureau.worklist.deadlines import deadlines

LENGTH = 13  # months: this one, and a whole year before it


@dataclass(frozen=True)
class Cell:
    """A month: `state` is none where nobody began it; `steps` are its next triggers."""

    month: str
    state: str | None
    changed: bool
    reason: str | None
    sales: int
    costs: int
    last_document: date | None

    @property
    def path(self) -> list[tuple[str, str]]:
        """Its states in their order, each `done`, `now` or `later`."""
        order = [state.value for state in State]
        at = order.index(self.state) if self.state else 0
        closed = self.state == CLOSED.value
        stages = ["done" if n < at or closed else "now" if n == at else "later" for n in range(4)]
        return list(zip(order, stages, strict=True))

    @property
    def next_step(self) -> str | None:
        """The trigger that takes it on; none once it is closed."""
        state = State(self.state) if self.state else OPEN
        forward = (s.trigger for s in LIFECYCLE.steps if s.source is state and s.guard is None)
        return next(forward, None)

    @property
    def may_be_reopened(self) -> bool:
        """Whether it has gone on from where it began."""
        return self.state is not None and self.state != OPEN.value

    @property
    def terms(self) -> list[dict[str, Any]]:
        """When it has to be reported and paid for, and in how many days that is."""
        day = today()
        return [
            {"kind": each.kind, "day": each.day, "left": (each.day - day).days}
            for each in deadlines(self.month)
        ]


def strip(session: Session, row: Served, *, chosen: str | None) -> list[Cell]:
    """A year and the present month, the oldest first; an older `chosen` one stands before them."""
    months = _months(chosen)
    mine = select(Month).where(Month.client_id == row.id, Month.month.in_(months))
    begun = {month.month: month for month in session.scalars(mine)}
    theirs = select(MonthActivity).where(
        MonthActivity.account_id == row.account_id, MonthActivity.month.in_(months)
    )
    came = {each.month: each for each in session.scalars(theirs)}
    return [_cell(month, begun.get(month), came.get(month)) for month in months]


def choose(cells: list[Cell], chosen: str | None) -> Cell:
    """The month that is looked at: the one asked for, or the first that waits for work."""
    found = next((cell for cell in cells if cell.month == chosen), None)
    waiting = (cell for cell in cells if cell.state not in (None, CLOSED.value))
    return found or next(waiting, cells[-1])


def _months(chosen: str | None) -> list[str]:
    months = [month_of(today())]
    while len(months) < LENGTH:
        months.append(last_month(months[-1]))
    if chosen and chosen < months[-1]:
        months.append(chosen)
    return months[::-1]


def _cell(month: str, begun: Month | None, came: MonthActivity | None) -> Cell:
    return Cell(
        month=month,
        state=begun.state.value if begun else None,
        changed=bool(begun and begun.changed),
        reason=begun.reason if begun else None,
        sales=came.sales if came else 0,
        costs=came.costs if came else 0,
        last_document=came.last_document if came else None,
    )
