"""Who calls: the token's signature, and in accounts also that its session still lasts."""

from functools import partial

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from services.accounts.keys.actions import find_public
from services.accounts.sessions.models import SignIn
from services.accounts.tokens.models import ApiToken
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
    lasting = select(SignIn.id).where(SignIn.id == caller.session_id, SignIn.ended_at.is_(None))
    if caller.kind == "product":
        lasting = select(ApiToken.id).where(ApiToken.id == caller.id, ApiToken.revoked_at.is_(None))
    if session.scalar(lasting) is None:
        raise Unauthenticated(BAD_TOKEN)
    return caller
