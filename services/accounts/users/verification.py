"""Proving that a mailbox is one's own, by a link."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.accounts.digests import digest, new_secret
from services.accounts.mail.actions import post
from services.accounts.sessions.passwords import matches
from services.accounts.users.models import EmailProof, User
from shared.clock import now
from shared.errors import Invalid
from shared.texts import N_

LIFE = timedelta(days=14)

WRONG = N_("The password is wrong, or the link is not valid any more.")
BAD_LINK = N_("The link is not valid any more. Have a new one mailed to you.")


def mail_proof(session: Session, user: User) -> None:
    """Mail a link that verifies the person's e-mail; nothing is mailed if it is verified."""
    if user.email_verified:
        return
    token = new_secret()
    session.flush()
    session.add(EmailProof(digest=digest(token), user_id=user.id, expires_at=now() + LIFE))
    post(session, user.email, "verification", token=token)


def verify_email(session: Session, token: str, user: User | None = None) -> User:
    """Take the token from the link; Invalid unless it was mailed in time, and to `user` if given.

    Whoever has the token reads the mailbox.
    """
    proof = session.get(EmailProof, digest(token))
    if proof is None or proof.expires_at <= now() or user not in (None, _owner(session, proof)):
        raise Invalid(BAD_LINK, errors=[{"pointer": "/token", "detail": BAD_LINK}])
    verified = _owner(session, proof)
    note_verified(verified)
    return verified


def verify_by_password(session: Session, *, token: str, password: str) -> None:
    """Take the token from whoever opens the link in a browser and knows the person's password.

    A click alone would not do: the link also reaches somebody whose address another person used.
    """
    proof = session.get(EmailProof, digest(token))
    user = session.get(User, proof.user_id) if proof else None
    if not matches(user.password_hash if user else None, password) or user is None:
        raise Invalid(WRONG)
    verify_email(session, token, user)


def note_verified(user: User) -> None:
    """The person has shown that they read their mail."""
    user.email_verified_at = user.email_verified_at or now()


def _owner(session: Session, proof: EmailProof) -> User:
    return session.get_one(User, proof.user_id)


def forget_old(session: Session) -> None:
    """Delete the links that have run out."""
    session.execute(delete(EmailProof).where(EmailProof.expires_at < now()))
