"""Counting a bureau over time: from the history, the seat movements and the counters.

A month's row says how things stood at its end. Months are those of UTC where something is
counted by its moment, and those of issue for documents.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, extract, func, select
from sqlalchemy.orm import Session

from services.bureau.activity.models import MonthActivity
from services.bureau.clients.lifecycle import ACTIVE, DETACHED, HANDED_OVER, LIFECYCLE
from services.bureau.clients.models import Client
from services.bureau.days import next_month
from services.bureau.module.models import SeatMovement
from shared.history import history

STATES = [state.value for state in LIFECYCLE.states if state is not DETACHED]

Counts = dict[str, dict[str, int]]  # By month and by what is counted.


def of(session: Session, bureau_id: str, *, first: str, last: str) -> list[dict[str, Any]]:
    """The bureau's figures for each month from `first` to `last`."""
    months = list(_months(first, last))
    clients = _running(_client_steps(session, bureau_id), months)
    seats = _running(_seat_steps(session, bureau_id), months)
    activity = _activity(session, bureau_id, first, last)
    return [
        {
            "month": month,
            "clients": {state: clients[month][state] for state in STATES},
            "documents": {kind: activity[month][kind] for kind in ("sales", "costs")},
            "exports": activity[month]["exports"],
            "seats": seats[month]["used"],
        }
        for month in months
    ]


def _months(first: str, last: str) -> Iterator[str]:
    while first <= last:
        yield first
        first = next_month(first)


def _client_steps(session: Session, bureau_id: str) -> Counts:
    """By how many clients each state grew in each month."""
    mine = select(Client.id).where(Client.bureau_id == bureau_id)
    wanted = (history.c.lifecycle == LIFECYCLE.name) & history.c.entity_id.in_(mine)
    key = (*_month(history.c.at), history.c.source, history.c.dest)
    rows = session.execute(select(*key, func.count()).where(wanted).group_by(*key))
    steps = _empty()
    for year, month, source, dest, count in rows:
        steps[_name(year, month)][dest] += count
        if source:
            steps[_name(year, month)][source] -= count
    return steps


def _seat_steps(session: Session, bureau_id: str) -> Counts:
    key = _month(SeatMovement.at)
    moved = select(*key, func.sum(SeatMovement.change)).where(SeatMovement.bureau_id == bureau_id)
    steps = _empty()
    for year, month, change in session.execute(moved.group_by(*key)):
        steps[_name(year, month)]["used"] = int(change)
    return steps


def _activity(session: Session, bureau_id: str, first: str, last: str) -> Counts:
    """Documents and exports of the clients whose documents are open to the bureau now."""
    open_ = select(Client.account_id).where(
        Client.bureau_id == bureau_id,
        Client.state.in_((ACTIVE, HANDED_OVER)),
        Client.bureau_role.is_not(None),
    )
    month = MonthActivity.month
    sums = (func.sum(getattr(MonthActivity, name)) for name in ("sales", "costs", "exports"))
    query = select(month, *sums).where(
        MonthActivity.account_id.in_(open_), month >= first, month <= last
    )
    counts = _empty()
    for name, sales, costs, exports in session.execute(query.group_by(month)):
        counts[name] |= {"sales": int(sales), "costs": int(costs), "exports": int(exports)}
    return counts


def _running(steps: Counts, months: list[str]) -> Counts:
    """How things stood at the end of each of these months, which follow one another."""
    now: dict[str, int] = defaultdict(int)
    standing: Counts = {}
    waiting = sorted(steps)
    for month in months:
        while waiting and waiting[0] <= month:
            for name, change in steps[waiting.pop(0)].items():
                now[name] += change
        standing[month] = defaultdict(int, now)
    return standing


def _month(moment: Any) -> tuple[ColumnElement[int], ColumnElement[int]]:
    return extract("year", moment), extract("month", moment)


def _name(year: int, month: int) -> str:
    return f"{int(year)}-{int(month):02}"


def _empty() -> Counts:
    return defaultdict(lambda: defaultdict(int))
