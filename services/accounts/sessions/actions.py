"""Signing in, staying signed in, signing out. Each function here opens its own transactions.

A refusal must leave something behind (the end of a session), so it is raised after a commit;
and argon2 takes its time outside of any transaction.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, select, update
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.database import locked
from services.accounts.digests import digest, new_secret
from services.accounts.second_factor.actions import demand_code
from services.accounts.sessions import passwords
from services.accounts.sessions.access_tokens import for_person
from services.accounts.sessions.devices import NOWHERE, Device, remember
from services.accounts.sessions.models import RefreshToken, SignIn
from services.accounts.users.models import User
from services.accounts.users.people import find_by_email
from shared import outbox
from shared.clock import now
from shared.contracts.accounts import SessionEnded
from shared.errors import Missing, Unauthenticated
from shared.ids import new_id
from shared.texts import N_

LIFE = timedelta(days=30)
"""How long a session lasts without being refreshed."""

NONE = timedelta(0)

Sessions = sessionmaker[Session]

WRONG = N_("The e-mail or the password is wrong.")
NO_SESSION = N_("You have no such session, or it is over.")
SPENT = N_("The refresh token is not valid any more. Sign in again.")


@dataclass(frozen=True)
class Tokens:
    """What a person who signed in gets."""

    access_token: str
    refresh_token: str
    expires_in: int  # seconds
    user: User
    token_type: str = "Bearer"  # noqa: S105 - the name of a kind, no secret.


def sign_in(
    sessions: Sessions,
    *,
    email: str,
    password: str,
    seconds: int,
    code: str | None = None,
    device: Device = NOWHERE,
) -> Tokens:
    """Begin a session; Unauthenticated, after the same work, for an unknown e-mail too.

    `code` is of the second factor, which whoever has one needs. What guessing costs is decided
    by `entering`.
    """
    with sessions() as session:
        user = find_by_email(session, email)
    proved = user.password_hash if user else None
    if not passwords.matches(proved, password) or user is None or proved is None:
        raise Unauthenticated(WRONG)
    newer = passwords.hasher.hash(password) if passwords.is_outdated(proved) else proved
    with sessions.begin() as session:
        user = locked(session, User, user.id)
        if user.password_hash != proved:  # It was changed since it was proved.
            raise Unauthenticated(WRONG)
        demand_code(session, user, code)
        user.password_hash = newer
        sign_in_id = _begin(session, user, device)
        return _tokens(session, user, sign_in_id, seconds)


def refresh(
    sessions: Sessions, *, refresh_token: str, seconds: int, grace: timedelta = NONE
) -> Tokens:
    """Spend a refresh token for new tokens.

    A token that was spent before has been stolen, from us or by us: its session ends, and
    Unauthenticated is raised. Within `grace` after it was spent it may come again, as from two
    tabs of one browser that renew at once.
    """
    with sessions.begin() as session:
        sign_in_id = _spend(session, digest(refresh_token), grace)
        if sign_in_id:
            return _go_on(session, session.get_one(SignIn, sign_in_id), seconds)
        _end_session_of(session, refresh_token)
    raise Unauthenticated(SPENT)


def sign_out(sessions: Sessions, sign_in_id: str) -> None:
    """End a session: its refresh token is dead, its access tokens are refused everywhere."""
    with sessions.begin() as session:
        _end(session, sign_in_id)


def sign_out_by_token(sessions: Sessions, refresh_token: str) -> None:
    """End the session that a refresh token belongs to; nothing happens if there is none."""
    with sessions.begin() as session:
        _end_session_of(session, refresh_token)


def lasting_of(user_id: str) -> Select[SignIn]:
    """A person's sessions that are not over."""
    theirs = SignIn.user_id == user_id
    return select(SignIn).where(theirs, SignIn.ended_at.is_(None), SignIn.expires_at > now())


def end_one_of(session: Session, user_id: str, sign_in_id: str) -> None:
    """End one of a person's sessions; Missing if there is none with this id that lasts."""
    query = lasting_of(user_id).where(SignIn.id == sign_in_id)
    if session.scalars(query).one_or_none() is None:
        raise Missing(NO_SESSION)
    _end(session, sign_in_id)


def end_all_of(session: Session, user_id: str, *, but: str | None = None) -> None:
    """End every session of a person, `but` perhaps one, in the caller's transaction."""
    lasting = select(SignIn.id).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    for sign_in_id in session.scalars(lasting.order_by(SignIn.id)).all():
        if sign_in_id != but:
            _end(session, sign_in_id)


def forget_old(session: Session) -> None:
    """Delete sessions that ran out or ended more than their tokens' life ago."""
    long_ago = now() - timedelta(days=1)
    session.execute(
        delete(SignIn).where((SignIn.expires_at < now()) | (SignIn.ended_at < long_ago))
    )


def _begin(session: Session, user: User, device: Device) -> str:
    began = now()
    sign_in = SignIn(
        id=new_id(),
        user_id=user.id,
        started_at=began,
        last_used_at=began,
        expires_at=began + LIFE,
        address=device.address or None,
        agent=device.agent or None,
    )
    remember(session, user.id, device)
    session.add(sign_in)
    session.flush()
    return sign_in.id


def _spend(session: Session, token_digest: str, grace: timedelta) -> str | None:
    """The session that goes on; None if the token was spent, or its session is over."""
    is_good: ColumnElement[bool] = RefreshToken.spent_at.is_(None)
    if grace:
        is_good |= RefreshToken.spent_at > now() - grace
    spent = (
        update(RefreshToken)
        .where(RefreshToken.digest == token_digest, is_good)
        .values(spent_at=func.coalesce(RefreshToken.spent_at, now()))
        .returning(RefreshToken.sign_in_id)
    )
    sign_in_id = session.scalar(spent)
    lasting = select(SignIn.id).where(
        SignIn.id == sign_in_id, SignIn.ended_at.is_(None), SignIn.expires_at > now()
    )
    return session.scalar(lasting.with_for_update())


def _go_on(session: Session, sign_in: SignIn, seconds: int) -> Tokens:
    sign_in.last_used_at = now()
    sign_in.expires_at = sign_in.last_used_at + LIFE
    return _tokens(session, session.get_one(User, sign_in.user_id), sign_in.id, seconds)


def _tokens(session: Session, user: User, sign_in_id: str, seconds: int) -> Tokens:
    secret = new_secret()
    session.add(RefreshToken(digest=digest(secret), sign_in_id=sign_in_id))
    access_token = for_person(session, user, sign_in_id, seconds=seconds)
    return Tokens(access_token, secret, seconds, user)


def _end_session_of(session: Session, refresh_token: str) -> None:
    token = session.get(RefreshToken, digest(refresh_token))
    if token:
        _end(session, token.sign_in_id)


def _end(session: Session, sign_in_id: str) -> None:
    values: dict[str, Any] = {"ended_at": now()}
    ended = update(SignIn).where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None)).values(values)
    user_id = session.scalar(ended.returning(SignIn.user_id))
    if user_id:
        message = SessionEnded(session_id=sign_in_id, user_id=user_id)
        outbox.publish(session, message, subject_id=sign_in_id)
