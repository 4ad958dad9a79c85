"""What the pages of clients show besides what the API does."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.bureau.access import Staff
from services.bureau.assignments.models import Assignment
from services.bureau.served.actions import LEFT_OUT
from services.bureau.served.models import Served

SHOWN = ("requested", "linked", "active", "handed_over")


def counts(session: Session, staff: Staff) -> Mapping[str, int]:
    """How many clients are in each state, of those that `staff` sees; one query."""
    query = select(Served.state, func.count()).where(
        Served.bureau_id == staff.bureau_id, Served.state.not_in(LEFT_OUT)
    )
    if not staff.leads:
        mine = select(Assignment.client_id).where(Assignment.user_id == staff.user_id)
        query = query.where(Served.id.in_(mine))
    rows: Any = session.execute(query.group_by(Served.state))
    return dict.fromkeys(SHOWN, 0) | dict(rows.all())
