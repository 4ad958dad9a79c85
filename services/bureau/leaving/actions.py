"""Keeping the copy of leavings."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.bureau.clients import actions as clients
from services.bureau.leaving.models import Leaving
from services.bureau.months import actions as months


def note(
    session: Session,
    link_id: str,
    *,
    account_id: str,
    leaving_id: str,
    outcome: str,
    since: str,
    deadline: str,
    reason: str | None = None,
) -> None:
    """Take over how a leaving stands; news of one that is over never undo those of a newer one."""
    known = session.get(Leaving, link_id, with_for_update=True, populate_existing=True)
    if known and known.leaving_id > leaving_id:
        return
    leaving = Leaving(
        link_id=link_id,
        leaving_id=leaving_id,
        outcome=outcome,
        since=datetime.fromisoformat(since),
        deadline=datetime.fromisoformat(deadline),
        reason=reason,
    )
    session.merge(leaving)
    client = clients.lock_living(session, account_id)
    if client and client.id == link_id:
        clients.touch(client)
        months.weigh_client(session, client.id)


def of(session: Session, link_ids: Sequence[str]) -> dict[str, Leaving]:
    """The newest leaving of each of these links that has one."""
    query = select(Leaving).where(Leaving.link_id.in_(link_ids))
    return {leaving.link_id: leaving for leaving in session.scalars(query)}
