"""What one of the bureau's people sees of its clients."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy.orm import Session

from services.bureau.access import Staff, find_client
from services.bureau.clients.lifecycle import (
    ACTIVE,
    HANDED_OVER,
    State,
    allowed,
    documents_are_open,
)
from services.bureau.handovers import actions as handovers
from services.bureau.handovers.models import Handover
from services.bureau.leaving import actions as leaving
from services.bureau.leaving.models import Leaving
from services.bureau.served import actions
from services.bureau.served.filters import Filters
from services.bureau.served.models import CLIENT, Served
from services.bureau.worklist import actions as worklist
from shared.web.lists import Page

BY_RISK = "-score"
OPEN = (ACTIVE.value, HANDED_OVER.value)


@dataclass(frozen=True)
class Seen:
    """A client as ClientView shows it."""

    id: str
    prefix: str
    company: dict[str, Any]
    ownership: str
    state: str
    reason: str | None
    allowed: list[str]
    since: datetime
    version: int
    payer: str
    handover: Handover | None
    awaited_package: str | None
    leaving: Leaving | None


def see(session: Session, staff: Staff, prefix: str) -> Seen:
    """One client; Missing where `staff` may not see it."""
    (seen,) = _seen(session, staff, [find_client(session, staff, prefix)])
    return seen


def see_page(
    session: Session, staff: Staff, *, sort: str, limit: int, cursor: str | None, **filters: Any
) -> Page[Seen]:
    """A page of the clients that `staff` looks after, with a fixed number of queries."""
    cut: dict[str, Any] = {"limit": limit, "cursor": cursor}
    if sort == BY_RISK and filters.get("state") in (None, *OPEN):
        page = _by_risk(session, staff, cut, **filters)
    else:
        sort = "name" if sort == BY_RISK else sort
        page = actions.find_page(session, filters_of(staff, **filters), sort=sort, **cut)
    return Page(_seen(session, staff, page.items), page.next)


def filters_of(staff: Staff, **wanted: Any) -> Filters:
    """The filters as they hold for `staff`: of a member only what it looks after."""
    return Filters(staff.bureau_id, None if staff.leads else staff.user_id, **wanted)


def _by_risk(
    session: Session,
    staff: Staff,
    cut: dict[str, Any],
    *,
    state: str | None = None,
    month_state: str | None = None,
    **filters: Any,
) -> Page[Served]:
    """The clients whose documents are open, in the order of the working list."""
    page = worklist.find_page(
        session, staff, sort=BY_RISK, client_state=state, state=month_state, **cut, **filters
    )
    ids = [row.client_id for row in page.items]
    return Page(actions.of_ids(session, staff.bureau_id, ids), page.next)


def facts(row: Served) -> Any:
    """What the client's lifecycle decides by; None for a request, which is no client yet."""
    if row.kind != CLIENT:
        return None
    return SimpleNamespace(
        state=State(row.state),
        owner_kind=row.owner_kind,
        bureau_role=row.bureau_role,
        awaited_package=row.awaited_package,
        frozen=row.frozen,
    )


def _seen(session: Session, staff: Staff, rows: Sequence[Served]) -> list[Seen]:
    accounts = [row.account_id for row in rows if row.account_id]
    offers = handovers.find(session, staff.bureau_id, accounts) if accounts else {}
    leave = leaving.of(session, [row.id for row in rows if row.account_id]) if accounts else {}
    return [_one(staff, row, offers.get(row.account_id or ""), leave.get(row.id)) for row in rows]


def _one(staff: Staff, row: Served, handover: Handover | None, leaves: Leaving | None) -> Seen:
    client = facts(row)
    return Seen(
        id=row.id,
        prefix=row.prefix,
        company=_company(row, client),
        ownership="bureau" if row.owner_kind == "bureau" else "client",
        state=row.state,
        reason=row.reason,
        allowed=allowed(client) if client and staff.leads else [],
        since=row.since,
        version=row.version,
        payer=row.payer,
        handover=handover,
        awaited_package=row.awaited_package,
        leaving=leaves,
    )


def _company(row: Served, client: Any) -> dict[str, Any]:
    """A mistyped prefix shows the bureau a name and a tax number, and nothing else."""
    if client is None or documents_are_open(client):
        return row.company
    return {"name": row.name, "tax_no": row.tax_no}
