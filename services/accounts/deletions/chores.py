"""Accounts go by the clock, 30 days after their deletion was confirmed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.access import locked_account
from services.accounts.database import locked
from services.accounts.deletions import actions
from services.accounts.deletions.lifecycle import CONFIRMED
from services.accounts.deletions.models import Deletion
from shared.clock import now

SLICE = 20


def finish_due(session: Session) -> None:
    """Delete the accounts whose time is up, a slice at a time; one that is held up waits."""
    due = select(Deletion.id, Deletion.account_id).where(
        Deletion.state == CONFIRMED, Deletion.due_at <= now()
    )
    for row in session.execute(due.order_by(Deletion.account_id).limit(SLICE)).all():
        locked_account(session, row.account_id)
        deletion = locked(session, Deletion, row.id)
        if actions.may_be_finished(session, deletion):
            actions.finish(session, deletion)
