"""Asking for a link, mailing it, and taking the new password.

Asking writes the same row whoever it is for, and finds nobody: so an answer tells, by its words or
its time, nothing of who is here. The postman looks whose e-mail it is.
"""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.database import locked
from services.accounts.digests import digest, new_secret
from services.accounts.limits.logins import forgive
from services.accounts.mail.actions import post
from services.accounts.password_resets.models import PasswordReset, ResetRequest
from services.accounts.second_factor.actions import forget as forget_second_factor
from services.accounts.sessions.actions import end_all_of
from services.accounts.sessions.passwords import Chosen
from services.accounts.users.models import User
from services.accounts.users.people import find_by_email
from services.accounts.users.verification import BAD_LINK, note_verified
from shared.clock import now
from shared.context import act_as, context_of
from shared.errors import Invalid
from shared.ids import new_id

LIFE = timedelta(hours=1)
AT_ONCE = 50


def ask(session: Session, email: str) -> None:
    """Note that somebody asks for a link to this e-mail."""
    session.add(ResetRequest(id=new_id(), email=email, asked_at=now()))


def answer_asked(sessions: sessionmaker[Session]) -> None:
    """Mail a link to each person for whom one was asked; of nobody else there is a trace."""
    asked = select(ResetRequest).order_by(ResetRequest.id).limit(AT_ONCE)
    with sessions() as session:  # Needs no write lock where there is nothing to do.
        if session.scalars(asked).first() is None:
            return
    with sessions.begin() as session:
        for request in session.scalars(asked.with_for_update(skip_locked=True)).all():
            _mail(session, find_by_email(session, request.email))
            session.delete(request)


def complete(session: Session, *, token: str, password: Chosen) -> User:
    """Take a new password for the token from the link; Invalid unless it is good.

    Whoever has it reads the mailbox. Every session ends, and what somebody set up who never
    proved to read the mailbox gives way.
    """
    user = locked(session, User, _spend(session, token))
    act_as(session, replace(context_of(session), actor=f"user/{user.id}"))
    if not user.email_verified:
        forget_second_factor(session, user.id)
    user.password_hash = password.hash
    note_verified(user)
    forget_links(session, user.id)
    forgive(session, user.email)
    end_all_of(session, user.id)
    post(session, user.email, "password_changed")
    return user


def forget_links(session: Session, user_id: str) -> None:
    """No link that was mailed to the person is good any more."""
    session.execute(delete(PasswordReset).where(PasswordReset.user_id == user_id))


def forget_old(session: Session) -> None:
    """Delete the links that have run out."""
    session.execute(delete(PasswordReset).where(PasswordReset.expires_at < now()))


def _mail(session: Session, user: User | None) -> None:
    if user:
        token = new_secret()
        row = PasswordReset(digest=digest(token), user_id=user.id, expires_at=now() + LIFE)
        session.add(row)
        post(session, user.email, "password_reset", token=token)


def _spend(session: Session, token: str) -> str:
    """Whose the link is; another request with the same one comes too late."""
    spent = delete(PasswordReset).where(
        PasswordReset.digest == digest(token), PasswordReset.expires_at > now()
    )
    user_id: str | None = session.scalar(spent.returning(PasswordReset.user_id))
    if user_id is None:
        raise Invalid(BAD_LINK, errors=[{"pointer": "/token", "detail": BAD_LINK}])
    return user_id
