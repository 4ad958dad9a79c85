"""Opening months, taking them from step to step, and weighing what is left of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from services.bureau.accounts.models import Account
from services.bureau.activity.models import LastExport, MonthActivity, changed_after_export
from services.bureau.assignments.models import Orphan
from services.bureau.clients.lifecycle import ACTIVE, HANDED_OVER, documents_are_open
from services.bureau.clients.models import Client
from services.bureau.days import last_day, last_month, month_of, today
from services.bureau.leaving.models import STARTED, Leaving
from services.bureau.module import actions as modules
from services.bureau.months.lifecycle import LIFECYCLE
from services.bureau.months.models import Month
from services.bureau.months.weights import leaving_points, missing
from shared.clock import now
from shared.errors import Missing, Refused
from shared.history import take
from shared.ids import new_id
from shared.texts import N_

NO_MONTH = N_("The month %(month)s has not begun.")
CLOSED_TO_US = N_("The client's documents are closed to the bureau.")

AT_ONCE = 100  # months opened in one transaction


def open_due(session: Session) -> None:
    """Open this month and the last one for clients whose documents are open, a slice at a time."""
    present = month_of(today())
    for month in (last_month(present), present):
        first = session.scalars(select(Client).where(*_without(month)).limit(1)).first()
        if first is None:
            continue
        modules.lock(session, first.bureau_id)  # Of several workers one at a time.
        mine = select(Client).where(Client.bureau_id == first.bureau_id, *_without(month))
        for client in session.scalars(mine.limit(AT_ONCE)).all():
            _begin(session, client, month)


def step(
    session: Session, client: Client, month: str, trigger: str, *, reason: str | None = None
) -> Month:
    """Take a month along `trigger`; it is opened first where nobody needed it before."""
    if not documents_are_open(client):
        raise Refused(CLOSED_TO_US)
    if month > month_of(today()):
        raise Missing(NO_MONTH, month=month)
    found = _hold(session, client, month) or _begin(session, client, month)
    if reason:
        found.reason = reason
    _step(session, found, trigger, **({"reason": reason} if trigger == "reopen" else {}))
    weigh(session, client.account_id, month)
    return found


def of(session: Session, client_id: str) -> Sequence[Month]:
    """The client's months, the newest first."""
    query = select(Month).where(Month.client_id == client_id)
    return session.scalars(query.order_by(Month.month.desc())).all()


def weigh(session: Session, account_id: str, month: str) -> None:
    """Weigh anew what is left of an account's month, at whichever bureau serves it."""
    _weigh_all(session, (Month.account_id == account_id) & (Month.month == month))


def weigh_all(session: Session, account_id: str) -> None:
    """The same for all months of the account."""
    _weigh_all(session, Month.account_id == account_id)


def weigh_client(session: Session, client_id: str) -> None:
    """The same for all months of one client."""
    _weigh_all(session, Month.client_id == client_id)


def weigh_leaving(session: Session) -> None:
    """Weigh anew, a slice at a time, what clients that leave press more today than before."""
    of_points: dict[int, list[str]] = {}
    for leaving in session.scalars(select(Leaving).where(Leaving.outcome == STARTED)):
        points = leaving_points(last_day(leaving.deadline), today())
        of_points.setdefault(points, []).append(leaving.link_id)
    for points, clients in of_points.items():
        stale = select(Month.client_id).where(Month.client_id.in_(clients), Month.leaving != points)
        for client_id in session.scalars(stale.distinct().limit(AT_ONCE)).all():
            weigh_client(session, client_id)


def _weigh_all(session: Session, which: ColumnElement[bool]) -> None:
    """Held first and read then: of two who weigh one month, the second sees what the first did."""
    months = select(Month).where(which).order_by(Month.id).with_for_update()
    for found in session.scalars(months.execution_options(populate_existing=True)).all():
        _weigh(session, found)


def _without(month: str) -> tuple[ColumnElement[bool], ...]:
    """Only clients whose documents are open, and that have no such month."""
    has_it = select(Month.id).where(Month.client_id == Client.id, Month.month == month)
    return (
        Client.state.in_((ACTIVE, HANDED_OVER)),
        Client.bureau_role.is_not(None),
        ~has_it.exists(),
    )


def _begin(session: Session, client: Client, month: str) -> Month:
    found = Month(
        id=new_id(),
        bureau_id=client.bureau_id,
        client_id=client.id,
        account_id=client.account_id,
        month=month,
    )
    session.add(found)
    _step(session, found, "begin")
    _weigh(session, found)
    return found


def _hold(session: Session, client: Client, month: str) -> Month | None:
    query = select(Month).where(Month.client_id == client.id, Month.month == month)
    return session.scalars(query.with_for_update()).one_or_none()


def _step(session: Session, month: Month, trigger: str, **more: Any) -> None:
    facts = {
        "month_id": month.id,
        "client_id": month.client_id,
        "account_id": month.account_id,
        "bureau_id": month.bureau_id,
        "month": month.month,
    }
    month.since = now()
    take(session, LIFECYCLE, month, trigger, **facts, **more)


def _weigh(session: Session, month: Month) -> None:
    """In one query, as each document and each export of the account comes by here."""
    documents = func.coalesce(MonthActivity.sales + MonthActivity.costs, 0)
    here = (MonthActivity.account_id == month.account_id) & (MonthActivity.month == month.month)
    facts = (
        select(documents, changed_after_export(), Orphan.client_id.is_not(None), Leaving.deadline)
        .select_from(Account)
        .outerjoin(MonthActivity, here)
        .outerjoin(LastExport, LastExport.account_id == Account.id)
        .outerjoin(Orphan, Orphan.client_id == month.client_id)
        .outerjoin(Leaving, (Leaving.link_id == month.client_id) & (Leaving.outcome == STARTED))
        .where(Account.id == month.account_id)
    )
    count, changed, orphaned, deadline = session.execute(facts).one()
    month.changed = bool(changed)
    month.leaving = leaving_points(last_day(deadline), today()) if deadline else 0
    month.missing = missing(
        month.state,
        documents=count,
        changed=month.changed,
        orphaned=bool(orphaned),
        leaving=month.leaving,
    )
    session.flush()
