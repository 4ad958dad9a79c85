"""Counting a bureau over time: from the history, the seat movements and the counters.

A month's row says how things stood at its end, and what went on in it, whatever has become of
the clients since. Months begin at midnight in Poland; documents belong to that of their issue.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, case, func, literal, select
from sqlalchemy.orm import Session

from services.bureau.activity.models import MonthActivity
from services.bureau.clients.lifecycle import ACTIVE, DETACHED, HANDED_OVER, LIFECYCLE
from services.bureau.clients.models import Client
from services.bureau.days import end_of, last_month, next_month
from services.bureau.module.models import SeatMovement
from shared.history import history

STATES = [state.value for state in LIFECYCLE.states if state is not DETACHED]

Counts = dict[str, dict[str, int]]  # By month and by what is counted.
PERIOD = "period"  # A column that is grouped by its name: its expression holds parameters.

Ends = Mapping[str, datetime]  # Of each month.


def of(session: Session, bureau_id: str, *, first: str, last: str) -> list[dict[str, Any]]:
    """The bureau's figures for each month from `first` to `last`."""
    months = list(_months(first, last))
    ends = {month: end_of(month) for month in months}
    clients = _running(_client_steps(session, bureau_id, ends), months)
    seats = _running(_seat_steps(session, bureau_id, ends), months)
    activity = _activity(session, bureau_id, ends)
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


def _client_steps(session: Session, bureau_id: str, ends: Ends) -> Counts:
    """By how many clients each state grew in each month."""
    row = history.c
    wanted = _of_clients(bureau_id) & (history.c.at < max(ends.values()))
    steps = _empty()
    month = _month(row.at, ends).label(PERIOD)
    grown = select(month, row.source, row.dest, func.count()).where(wanted)
    for name, source, dest, count in session.execute(grown.group_by(PERIOD, row.source, row.dest)):
        steps[name][dest] += count
        if source:
            steps[name][source] -= count
    return steps


def _seat_steps(session: Session, bureau_id: str, ends: Ends) -> Counts:
    key = _month(SeatMovement.at, ends).label(PERIOD)
    moved = select(key, func.sum(SeatMovement.change)).where(
        SeatMovement.bureau_id == bureau_id, SeatMovement.at < max(ends.values())
    )
    steps = _empty()
    for month, change in session.execute(moved.group_by(PERIOD)):
        steps[month]["used"] = int(change)
    return steps


def _activity(session: Session, bureau_id: str, ends: Ends) -> Counts:
    """Documents and exports of the clients that were open to the bureau in that very month."""
    spans = _open_spans(bureau_id)
    begins, over = _bounds(ends)
    month = MonthActivity.month
    served = (
        select(Client.id)
        .join(spans, spans.c.entity_id == Client.id)
        .where(Client.account_id == MonthActivity.account_id, spans.c.begins < over)
        .where(spans.c.ends.is_(None) | (spans.c.ends >= begins))
    )
    sums = (func.sum(getattr(MonthActivity, name)) for name in ("sales", "costs", "exports"))
    mine = select(Client.account_id).where(Client.bureau_id == bureau_id)
    query = select(month, *sums).where(
        MonthActivity.account_id.in_(mine), month.in_(list(ends)), served.exists()
    )
    counts = _empty()
    for name, sales, costs, exports in session.execute(query.group_by(month)):
        counts[name] |= {"sales": int(sales), "costs": int(costs), "exports": int(exports)}
    return counts


def _open_spans(bureau_id: str) -> Subquery:
    """From when to when each client's documents were open; the last one has no end."""
    row = history.c
    until = func.lead(row.at).over(partition_by=row.entity_id, order_by=row.position)
    spans = (
        select(row.entity_id, row.dest, row.at.label("begins"), until.label("ends"))
        .where(_of_clients(bureau_id))
        .subquery()
    )
    open_ = spans.c.dest.in_([ACTIVE.value, HANDED_OVER.value])
    return select(spans.c.entity_id, spans.c.begins, spans.c.ends).where(open_).subquery()


def _of_clients(bureau_id: str) -> ColumnElement[bool]:
    mine = select(Client.id).where(Client.bureau_id == bureau_id)
    return (history.c.lifecycle == LIFECYCLE.name) & history.c.entity_id.in_(mine)


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


def _month(moment: Any, ends: Ends) -> ColumnElement[str]:
    """The month in which a moment lies; what was before them all counts to the first."""
    return case(*((moment < end, literal(month)) for month, end in sorted(ends.items())))


def _bounds(ends: Ends) -> tuple[ColumnElement[datetime], ColumnElement[datetime]]:
    """When the month of a row of counters begins, and when it is over."""
    moment = history.c.at.type
    begins = {month: literal(end_of(last_month(month)), moment) for month in ends}
    over = {month: literal(end, moment) for month, end in ends.items()}
    return case(begins, value=MonthActivity.month), case(over, value=MonthActivity.month)


def _empty() -> Counts:
    return defaultdict(lambda: defaultdict(int))
