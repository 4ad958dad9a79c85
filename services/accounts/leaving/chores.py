"""Leavings go on by the clock: reminders, and in the end the account is the client's."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.leaving import actions
from services.accounts.leaving.lifecycle import STARTED
from services.accounts.leaving.models import Leaving
from shared.clock import now

SLICE = 50


def go_on_due(session: Session) -> None:
    """Do what is due, a slice at a time."""
    due = select(Leaving.id).where(Leaving.state == STARTED, Leaving.next_at <= now())
    for leaving_id in session.scalars(due.order_by(Leaving.account_id).limit(SLICE)).all():
        actions.go_on(session, actions.locked_leaving(session, leaving_id))
