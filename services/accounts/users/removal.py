"""Putting everybody out of an account that is deleted."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.invitations.models import Invitation
from services.accounts.users.models import AccountantAccess, Membership
from services.accounts.users.roles import announce_roles
from shared.clock import now


def put_everybody_out(session: Session, account: Account) -> None:
    """Nobody has a role in the locked account any more, nor an invitation to one."""
    access = session.get(AccountantAccess, account.id)
    if access:
        session.delete(access)
    people = select(Membership).where(Membership.account_id == account.id)
    members = session.scalars(people).all()
    for membership in members:
        session.delete(membership)
    session.execute(
        update(Invitation)
        .where(
            Invitation.account_id == account.id,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now())
    )
    announce_roles(session, *(m.user_id for m in members if m.joined_at))
