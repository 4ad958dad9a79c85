"""API tokens: given out once, known again by their digest, revoked."""

import hmac

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.digests import digest, new_secret
from services.accounts.tokens.models import ApiToken
from shared import outbox
from shared.clock import now
from shared.contracts.accounts import SessionEnded
from shared.errors import Missing, Unauthenticated
from shared.ids import new_id
from shared.texts import N_

NO_TOKEN = N_("There is no such API token.")
WRONG = N_("There is no API token with this id and secret.")


def give(
    session: Session, account: Account, *, name: str, role: str, user_id: str | None = None
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
        user_id=user_id,
        digest=digest(secret),
        created_at=now(),
    )
    session.add(token)
    return token, f"{secret}/{account.prefix}"


def tokens_of(account: Account) -> Select[ApiToken]:
    """The account's tokens that were not revoked."""
    return select(ApiToken).where(ApiToken.account_id == account.id, ApiToken.revoked_at.is_(None))


def revoke(session: Session, account: Account, token_id: str) -> None:
    """The product is out: here at once, elsewhere as if its session ended."""
    query = tokens_of(account).where(ApiToken.id == token_id).with_for_update()
    token = session.scalars(query).one_or_none()
    if token is None:
        raise Missing(NO_TOKEN)
    _end(session, token)


def revoke_of(session: Session, account: Account, user_id: str) -> None:
    """Programs that signed in for the person are out."""
    mine = tokens_of(account).where(ApiToken.user_id == user_id).order_by(ApiToken.id)
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
