"""Offers that nobody answered run out by the clock."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.ownership import actions
from services.accounts.ownership.lifecycle import State
from services.accounts.ownership.models import OwnershipTransfer
from shared.clock import now

SLICE = 100


def expire_due(session: Session) -> None:
    """Expire the offers whose time is up, a slice at a time."""
    due = select(OwnershipTransfer.id).where(
        OwnershipTransfer.state == State.OFFERED, OwnershipTransfer.expires_at <= now()
    )
    oldest = due.order_by(OwnershipTransfer.account_id).limit(SLICE)
    for transfer_id in session.scalars(oldest).all():
        transfer = actions.locked_transfer(session, transfer_id)
        if transfer:
            actions.expire(session, transfer)
