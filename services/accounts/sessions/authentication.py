"""Who calls: the token's signature, and in accounts also that its session still lasts."""

from dataclasses import replace
from functools import partial

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from services.accounts.keys.actions import find_public
from services.accounts.sessions.models import SignIn
from services.accounts.tokens.models import ApiToken
from services.accounts.users.models import User
from shared.auth.caller import Caller
from shared.auth.tokens import BAD_TOKEN, verify
from shared.errors import Unauthenticated
from shared.web.edge import Authenticate


def authenticator(_: Engine) -> Authenticate:
    """The function by which the edge knows callers."""
    return authenticate


def authenticate(session: Session, token: str) -> Caller:
    """The caller whom `token` names; Unauthenticated if its session or API token is over."""
    caller = verify(token, partial(find_public, session))
    if caller.kind == "product":
        lasting = select(ApiToken.id).where(ApiToken.id == caller.id, ApiToken.revoked_at.is_(None))
        if session.scalar(lasting) is None:
            raise Unauthenticated(BAD_TOKEN)
        return caller
    email = _email_in(session, caller)
    if email is None:
        raise Unauthenticated(BAD_TOKEN)
    return replace(caller, email=email)


def _email_in(session: Session, caller: Caller) -> str | None:
    """The person's e-mail as it is now, while their session lasts; a token may be older."""
    query = select(User.email).join(SignIn, SignIn.user_id == User.id)
    return session.scalar(query.where(SignIn.id == caller.session_id, SignIn.ended_at.is_(None)))
