"""Invitations: mailed, found by their token, withdrawn."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.digests import digest, new_secret
from services.accounts.invitations.models import Invitation, Purpose
from services.accounts.mail.actions import post
from shared.clock import now
from shared.errors import Missing
from shared.ids import new_id
from shared.texts import N_

LIFE = timedelta(days=14)

NO_INVITATION = N_("There is no invitation with this token.")


def invite(
    session: Session,
    account: Account,
    *,
    purpose: Purpose,
    email: str,
    role: str,
    transfer_id: str | None = None,
    expires_at: datetime | None = None,
    title: str | None = None,
    message: str | None = None,
) -> Invitation:
    """Mail an invitation; an earlier one to the same person for the same purpose is withdrawn."""
    withdraw(session, account.id, email, purpose)
    token = new_secret()
    invitation = Invitation(
        id=new_id(),
        digest=digest(token),
        purpose=purpose,
        account=account,
        email=email,
        role=role,
        transfer_id=transfer_id,
        title=title,
        message=message,
        created_at=now(),
        expires_at=expires_at or now() + LIFE,
    )
    session.add(invitation)
    _mail(session, invitation, token)
    return invitation


def withdraw(session: Session, account_id: str, email: str, *purposes: Purpose) -> None:
    """Close the open invitations of a person to an account, for these purposes."""
    session.execute(
        update(Invitation)
        .where(
            Invitation.account_id == account_id,
            Invitation.email == email,
            Invitation.purpose.in_(purposes),
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now())
    )


def find(session: Session, token: str) -> Invitation:
    """The invitation with this token; Missing if there is none."""
    query = select(Invitation).where(Invitation.digest == digest(token))
    invitation = session.scalars(query).one_or_none()
    if invitation is None:
        raise Missing(NO_INVITATION)
    return invitation


def _mail(session: Session, invitation: Invitation, token: str) -> None:
    account = invitation.account
    facts = {
        "firm": account.company["name"],
        "prefix": account.prefix,
        "role": invitation.role,
        "until": invitation.expires_at.date().isoformat(),
        "title": invitation.title,
        "message": invitation.message,
    }
    post(session, invitation.email, invitation.purpose.value, token=token, **facts)
