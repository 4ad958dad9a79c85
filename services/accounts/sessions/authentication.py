"""Who calls: the token's signature, and in accounts also that its session still lasts."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from flask import request
from sqlalchemy import Engine, bindparam, select
from sqlalchemy.orm import Session

from services.accounts.keys.actions import find_public
from services.accounts.sessions.models import SignIn
from services.accounts.tokens.models import ApiToken
from services.accounts.users.models import User
from shared.auth import errands
from shared.auth.caller import Caller
from shared.auth.errands import Errand
from shared.auth.keys import KeySet
from shared.auth.tokens import BAD_TOKEN, verify
from shared.contracts.document import ATTACHMENT
from shared.contracts.exports import KEYS as EXPORTS_KEYS
from shared.database import writing
from shared.errors import Unauthenticated
from shared.web.edge import Authenticate

ANYTHING = dict.fromkeys(("prefix", "document", "attachment"), "[^/]+")
OPEN_TO_EXPORTS = re.compile(ATTACHMENT.format(**ANYTHING)).fullmatch
"""All that exports may fetch for somebody."""

# Every request asks one of these. They are made once, since that takes longer than running them.
LASTING = (
    select(User.email)
    .join(SignIn, SignIn.user_id == User.id)
    .where(SignIn.id == bindparam("session"), SignIn.ended_at.is_(None))
)
VALID = select(ApiToken.id).where(ApiToken.id == bindparam("token"), ApiToken.revoked_at.is_(None))


def authenticator(exports_url: str) -> Callable[[Engine], Authenticate]:
    """The function by which the edge knows callers, and exports on an errand for one of them."""

    def of(engine: Engine) -> Authenticate:
        keys = KeySet(f"{exports_url}{EXPORTS_KEYS}", writing(engine))

        def authenticate_any(session: Session, token: str) -> Caller:
            if not errands.is_errand(token):
                return authenticate(session, token)
            if request.method != "GET" or not OPEN_TO_EXPORTS(request.path):
                raise Unauthenticated(BAD_TOKEN)
            here = Errand(sender="exports", receiver="accounts", address=request.path)
            return errands.verify(token, keys.find, here)

        return authenticate_any

    return of


def authenticate(session: Session, token: str) -> Caller:
    """The caller whom `token` names; Unauthenticated if its session or API token is over."""
    caller = verify(token, partial(find_public, session))
    if caller.kind == "product":
        if session.scalar(VALID, {"token": caller.id}) is None:
            raise Unauthenticated(BAD_TOKEN)
        return caller
    email = _email_in(session, caller)
    if email is None:
        raise Unauthenticated(BAD_TOKEN)
    return replace(caller, email=email)


def _email_in(session: Session, caller: Caller) -> str | None:
    """The person's e-mail as it is now, while their session lasts; a token may be older."""
    return session.scalar(LASTING, {"session": caller.session_id})
