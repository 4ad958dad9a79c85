"""Access tokens: JSON Web Tokens signed with EdDSA, short-lived."""

from collections.abc import Callable
from typing import Any

import jwt

from shared.auth.caller import Caller
from shared.clock import now
from shared.errors import Unauthenticated
from shared.texts import N_

ISSUER = AUDIENCE = "biurko"
ALGORITHM = "EdDSA"
LEEWAY = 5  # seconds that clocks may differ by; a token is never good after its end.
CLAIMS = ("exp", "iat", "sub", "jti", "aud", "iss", "kind", "rv", "roles")

FindKey = Callable[[str], jwt.PyJWK | None]

BAD_TOKEN = N_("The access token is not valid or has run out. Sign in again.")
NO_TOKEN = N_("This needs an access token. Sign in and send it as “Authorization: Bearer …”.")


def verify(token: str, find_key: FindKey) -> Caller:
    """The caller whom `token` names; `find_key` gives the public key with a key id.

    Raises Unauthenticated when anything about the token is wrong.
    """
    try:
        header = jwt.get_unverified_header(token)
        key = find_key(str(header.get("kid")))
        if header.get("alg") != ALGORITHM or key is None:
            raise Unauthenticated(BAD_TOKEN)
        claims = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=ISSUER,
            leeway=LEEWAY,
            options={"require": list(CLAIMS)},
        )
    except jwt.PyJWTError as error:
        raise Unauthenticated(BAD_TOKEN) from error
    if claims["exp"] <= now().timestamp():
        raise Unauthenticated(BAD_TOKEN)
    return _caller(claims)


def bearer(header: str | None) -> str:
    """The token in an `Authorization` header; raises Unauthenticated when there is none."""
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated(NO_TOKEN)
    return token.strip()


def _caller(claims: dict[str, Any]) -> Caller:
    return Caller(
        id=claims["sub"],
        kind=claims["kind"],
        session_id=claims.get("sid"),
        email=claims.get("email"),
        name=claims.get("name"),
        is_operator=bool(claims.get("operator")),
        roles=dict(claims["roles"]),
        permissions=dict(claims.get("permissions") or {}),
        roles_version=int(claims["rv"]),
    )
