"""What an access token says of whom it is for."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.keys.actions import sign
from services.accounts.tokens.actions import permissions_of_token
from services.accounts.tokens.models import ApiToken
from services.accounts.users.models import User
from services.accounts.users.roles import custom_permissions_of, roles_of
from shared.auth.tokens import AUDIENCE, ISSUER
from shared.clock import now
from shared.ids import new_id


def for_person(session: Session, user: User, sign_in_id: str, *, seconds: int) -> str:
    """An access token for a person, good for `seconds` and while the session lasts.

    The roles are read after their version, so that they are never older than it says.
    """
    claims = {
        "sub": user.id,
        "sid": sign_in_id,
        "kind": "user",
        "operator": user.is_operator,
        "rv": user.roles_version,
        "name": user.name,
        "email": user.email,
    }
    roles = {
        "roles": roles_of(session, user.id),
        "permissions": custom_permissions_of(session, user.id),
    }
    return sign(session, _common(seconds) | claims | roles)


def for_product(session: Session, token: ApiToken, *, seconds: int) -> str:
    """An access token for a product, whose session is the API token and ends with it."""
    claims = {
        "sub": token.id,
        "sid": token.id,
        "kind": "product",
        "operator": False,
        "rv": token.roles_version,
        "roles": {token.account_id: token.role},
        "permissions": permissions_of_token(session, token),
        "name": token.name,
    }
    return sign(session, _common(seconds) | claims)


def _common(seconds: int) -> dict[str, Any]:
    issued_at = int(now().timestamp())
    return {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "jti": new_id(),
        "iat": issued_at,
        "exp": issued_at + seconds,
    }
