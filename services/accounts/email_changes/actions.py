"""Asking for another e-mail, confirming it in both mailboxes, and the change itself."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.accounts.database import locked
from services.accounts.digests import digest, new_secret
from services.accounts.email_changes.models import EmailChange
from services.accounts.invitations.actions import move_open
from services.accounts.mail.actions import post
from services.accounts.password_resets.actions import forget_links
from services.accounts.users.models import EmailProof, User
from services.accounts.users.people import find_by_email
from services.accounts.users.roles import announce_roles
from services.accounts.users.verification import BAD_LINK
from shared.clock import now
from shared.context import act_as, context_of
from shared.errors import Invalid, Missing, Refused
from shared.texts import N_

LIFE = timedelta(days=1)

SAME = N_("This is your e-mail already.")
TAKEN = N_("Somebody else signs in with %(email)s. Choose another address.")
NO_CHANGE = N_("No change of your e-mail is waiting.")


def ask(session: Session, user: User, email: str) -> EmailChange:
    """Mail a link to both addresses of the locked person; nothing changes before both are used.

    Whether somebody has the new address is not said here: that would tell who is known.
    """
    if email == user.email:
        raise Invalid(SAME, errors=[{"pointer": "/email", "detail": SAME}])
    forget(session, user.id)
    old, new = new_secret(), new_secret()
    change = EmailChange(
        user_id=user.id,
        email=email,
        old_digest=digest(old),
        new_digest=digest(new),
        asked_at=now(),
        expires_at=now() + LIFE,
    )
    session.add(change)
    post(session, user.email, "email_change_old", token=old, new_email=email)
    post(session, email, "email_change_new", token=new, new_email=email)
    return change


def confirm(session: Session, token: str) -> tuple[User, EmailChange]:
    """Take the token of one mailbox; with the second one the e-mail changes.

    Raises Invalid for a link that is not good, Refused where the address was taken meanwhile.
    """
    user_id = session.scalar(select(EmailChange.user_id).where(_has(token)))
    if user_id is None:
        raise _bad_link()
    user = locked(session, User, user_id)
    act_as(session, replace(context_of(session), actor=f"user/{user.id}"))
    change = session.scalars(select(EmailChange).where(_has(token))).one_or_none()
    if change is None or change.expires_at <= now():
        raise _bad_link()
    if change.old_digest == digest(token):
        change.old_confirmed_at = change.old_confirmed_at or now()
    else:
        change.new_confirmed_at = change.new_confirmed_at or now()
    if change.old_confirmed_at and change.new_confirmed_at:
        _apply(session, user, change)
    return user, change


def cancel(session: Session, user: User) -> None:
    """Forget the change that waits; Missing if there is none."""
    if waiting(session, user.id) is None:
        raise Missing(NO_CHANGE)
    forget(session, user.id)


def waiting(session: Session, user_id: str) -> EmailChange | None:
    """The change that waits for a mailbox, unless it has run out."""
    change = session.get(EmailChange, user_id)
    return change if change and change.expires_at > now() else None


def forget(session: Session, user_id: str) -> None:
    """No link of a change is good any more."""
    session.execute(delete(EmailChange).where(EmailChange.user_id == user_id))


def forget_old(session: Session) -> None:
    """Delete the changes that have run out."""
    session.execute(delete(EmailChange).where(EmailChange.expires_at < now()))


def _apply(session: Session, user: User, change: EmailChange) -> None:
    old = user.email
    if find_by_email(session, change.email):
        raise Refused(TAKEN, email=change.email)
    try:
        with session.begin_nested():
            user.email = change.email
            session.flush()
    except IntegrityError as error:
        raise Refused(TAKEN, email=change.email) from error
    user.email_verified_at = now()
    move_open(session, email=old, new_email=user.email)
    session.execute(delete(EmailProof).where(EmailProof.user_id == user.id))
    forget_links(session, user.id)  # They were mailed to the old address.
    forget(session, user.id)
    announce_roles(session, user.id)
    for address in (old, user.email):
        post(session, address, "email_changed", old_email=old, new_email=user.email)


def _has(token: str) -> ColumnElement[bool]:
    found = digest(token)
    return or_(EmailChange.old_digest == found, EmailChange.new_digest == found)


def _bad_link() -> Invalid:
    return Invalid(BAD_LINK, errors=[{"pointer": "/token", "detail": BAD_LINK}])
