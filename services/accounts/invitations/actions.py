"""Invitations: mailed, found by their token, withdrawn."""

from datetime import datetime, timedelta

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.addresses import TRANSFERS
from services.accounts.digests import digest, new_secret
from services.accounts.invitations.models import Invitation, Purpose
from services.accounts.mail.actions import post
from services.accounts.roles.models import CustomRole
from shared.clock import now
from shared.errors import Missing, Refused
from shared.ids import new_id
from shared.texts import N_

LIFE = timedelta(days=14)

TO_A_PLACE = (Purpose.MEMBERSHIP, Purpose.ACCOUNTANT_ACCESS)
UNANSWERED = (Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))

NO_INVITATION = N_("There is no invitation with this token.")
NOT_HERE = N_("There is no such invitation to this account.")
IS_OFFER = N_("This invitation belongs to a transfer of ownership. Cancel or repeat that.")
CLOSED = {
    "accepted": N_("This invitation was accepted before."),
    "withdrawn": N_("This invitation was withdrawn."),
}


def invite(
    session: Session,
    account: Account,
    *,
    purpose: Purpose,
    email: str,
    role: str,
    custom: CustomRole | None = None,
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
        custom_role=custom,
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
    theirs = (Invitation.account_id == account_id) & (Invitation.email == email)
    open_ones = update(Invitation).where(theirs, Invitation.purpose.in_(purposes), *UNANSWERED)
    session.execute(open_ones.values(withdrawn_at=now()))


def change_open(
    session: Session, account_id: str, email: str, role: str, custom: CustomRole | None
) -> None:
    """Let the open invitation of a person to an account say the role that they will have."""
    theirs = (Invitation.account_id == account_id) & (Invitation.email == email)
    open_ones = update(Invitation).where(theirs, Invitation.purpose.in_(TO_A_PLACE), *UNANSWERED)
    session.execute(open_ones.values(role=role, role_id=custom.id if custom else None))


def move_open(session: Session, *, email: str, new_email: str) -> None:
    """Let the places that are kept for a person wait for them at their new e-mail.

    An account that was offered stays offered to the mailbox that was named.
    """
    theirs = update(Invitation).where(Invitation.email == email, *UNANSWERED)
    session.execute(theirs.where(Invitation.purpose.in_(TO_A_PLACE)).values(email=new_email))


def resend(session: Session, invitation: Invitation) -> None:
    """Mail a new link, good for another 14 days; the one before it is dead.

    The invitation is locked. Refused unless it is open or has run out, for a place that is
    still kept. An offer to own is sent again by its transfer.
    """
    _refuse_offer(invitation)
    if invitation.standing in CLOSED:
        raise Refused(CLOSED[invitation.standing])
    token = new_secret()
    invitation.digest = digest(token)
    invitation.expires_at = now() + LIFE
    _mail(session, invitation, token)


def revoke(session: Session, invitation: Invitation) -> None:
    """Close an open invitation; whoever ends the place that it is for calls this."""
    _refuse_offer(invitation)
    if invitation.standing in CLOSED:
        raise Refused(CLOSED[invitation.standing])
    invitation.withdrawn_at = now()


def invitations_of(account: Account) -> Select[Invitation]:
    """Every invitation to the account, whatever became of it."""
    return select(Invitation).where(Invitation.account_id == account.id)


def unanswered_of(account: Account) -> Select[Invitation]:
    """Those that nobody has answered or taken back; some may have run out."""
    return invitations_of(account).where(*UNANSWERED)


def locked_of(session: Session, account: Account, invitation_id: str) -> Invitation:
    """One of the locked account's invitations as it is now; Missing if there is none."""
    query = invitations_of(account).where(Invitation.id == invitation_id).with_for_update()
    found = session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if found is None:
        raise Missing(NOT_HERE)
    return found


def find(session: Session, token: str) -> Invitation:
    """The invitation with this token; Missing if there is none."""
    query = select(Invitation).where(Invitation.digest == digest(token))
    invitation = session.scalars(query).one_or_none()
    if invitation is None:
        raise Missing(NO_INVITATION)
    return invitation


def _refuse_offer(invitation: Invitation) -> None:
    if invitation.purpose is Purpose.OWNERSHIP:
        fix = TRANSFERS.format(prefix=invitation.account.prefix)
        raise Refused(IS_OFFER, fix=fix)


def _mail(session: Session, invitation: Invitation, token: str) -> None:
    account = invitation.account
    facts = {
        "firm": account.company["name"],
        "prefix": account.prefix,
        "role": invitation.role,
        "role_name": invitation.role_name,
        "until": invitation.expires_at.date().isoformat(),
        "title": invitation.title,
        "message": invitation.message,
    }
    post(session, invitation.email, invitation.purpose.value, token=token, **facts)
