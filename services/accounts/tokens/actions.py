"""API tokens: given out once, known again by their digest, revoked."""

import hmac
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.accounts.access import permitted_by, refuse_raising
from services.accounts.accounts.models import Account
from services.accounts.digests import digest, new_secret
from services.accounts.roles.models import CustomRole
from services.accounts.tokens.models import ApiToken
from services.accounts.users.models import User
from shared import outbox
from shared.auth.caller import Caller
from shared.clock import now
from shared.contracts.accounts import RolesChanged, SessionEnded
from shared.errors import Missing, Unauthenticated
from shared.ids import new_id
from shared.texts import N_

NO_TOKEN = N_("There is no such API token.")
WRONG = N_("There is no API token with this id and secret.")


def give(
    session: Session,
    account: Account,
    *,
    name: str,
    role: str,
    role_id: str | None = None,
    user_id: str | None = None,
) -> tuple[ApiToken, str]:
    """A new API token, and the text that the product keeps: `SECRET/prefix`.

    One that a program got for a person, with `user_id`, ends when the person's role does.
    """
    secret = new_secret()
    token = ApiToken(
        id=new_id(),
        account_id=account.id,
        name=name,
        role=role,
        role_id=role_id,
        user_id=user_id,
        digest=digest(secret),
        created_at=now(),
    )
    session.add(token)
    return token, f"{secret}/{account.prefix}"


def give_by(
    session: Session, caller: Caller, account: Account, *, name: str, role: str
) -> tuple[ApiToken, str]:
    """The same, by somebody who may do themselves all that the token permits; else Forbidden."""
    refuse_raising(session, caller, account, permitted_by(role))
    return give(session, account, name=name, role=role)


def tokens_of(account_id: str) -> Select[ApiToken]:
    """The account's tokens that were not revoked."""
    return select(ApiToken).where(ApiToken.account_id == account_id, ApiToken.revoked_at.is_(None))


class Holding(NamedTuple):
    """What stands beside a token: the name of its custom role, the e-mail of its person."""

    role_name: str | None
    email: str | None


def holders_of(session: Session, tokens: Sequence[ApiToken]) -> dict[str, Holding]:
    """By the token's id, in one query."""
    query = (
        select(ApiToken.id, CustomRole.name, User.email)
        .outerjoin(CustomRole, CustomRole.id == ApiToken.role_id)
        .outerjoin(User, User.id == ApiToken.user_id)
        .where(ApiToken.id.in_([token.id for token in tokens]))
    )
    return {id_: Holding(name, email) for id_, name, email in session.execute(query)}


def announce_token(session: Session, token: ApiToken) -> None:
    """Announce what a product's custom role permits now, as a person's roles are."""
    token.roles_version += 1
    message = RolesChanged(
        user_id=token.id,
        roles_version=token.roles_version,
        roles={token.account_id: token.role},
        permissions=permissions_of_token(session, token),
    )
    outbox.publish(session, message, subject_id=token.id)


def permissions_of_token(session: Session, token: ApiToken) -> dict[str, list[str]]:
    """What the token's role permits in its account, if it is a custom one."""
    role = session.get(CustomRole, token.role_id) if token.role_id else None
    return {token.account_id: role.permissions} if role else {}


def revoke(session: Session, account: Account, token_id: str) -> None:
    """The product is out: here at once, elsewhere as if its session ended."""
    query = tokens_of(account.id).where(ApiToken.id == token_id).with_for_update()
    token = session.scalars(query).one_or_none()
    if token is None:
        raise Missing(NO_TOKEN)
    _end(session, token)


def revoke_of(session: Session, account: Account, user_id: str) -> None:
    """Programs that signed in for the person are out."""
    mine = tokens_of(account.id).where(ApiToken.user_id == user_id).order_by(ApiToken.id)
    for token in session.scalars(mine.with_for_update()).all():
        _end(session, token)


def prove(session: Session, token_id: str, secret: str) -> ApiToken:
    """The token with this id, if the secret (with or without `/prefix`) is its own."""
    token = session.get(ApiToken, token_id)
    given = digest(secret.partition("/")[0])
    if token is None or token.revoked_at or not hmac.compare_digest(token.digest, given):
        raise Unauthenticated(WRONG)
    return token


def _end(session: Session, token: ApiToken) -> None:
    token.revoked_at = now()
    message = SessionEnded(session_id=token.id, user_id=token.id)
    outbox.publish(session, message, subject_id=token.id)
