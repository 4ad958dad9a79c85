"""Access tokens: JSON Web Tokens signed with EdDSA, short-lived."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
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

MOST_REMEMBERED = 1024  # tokens, of some two kilobytes each

FindKey = Callable[[str], jwt.PyJWK | None]

BAD_TOKEN = N_("The access token is not valid or has run out. Sign in again.")
NO_TOKEN = N_("This needs an access token. Sign in and send it as “Authorization: Bearer …”.")


def verify(token: str, find_key: FindKey) -> Caller:
    """The caller whom `token` names; `find_key` gives the public key with a key id.

    Raises Unauthenticated when anything about the token is wrong.
    """
    try:
        header = header_of(token)
        key = find_key(str(header.get("kid")))
        if header.get("alg") != ALGORITHM or key is None:
            raise Unauthenticated(BAD_TOKEN)
        claims = _claims(token, key)
    except jwt.PyJWTError as error:
        raise Unauthenticated(BAD_TOKEN) from error
    if claims["exp"] <= now().timestamp():
        raise Unauthenticated(BAD_TOKEN)
    return _caller(claims)


@lru_cache(maxsize=MOST_REMEMBERED)
def header_of(token: str) -> Mapping[str, Any]:
    """What the token says of itself before anything of it is proved; raises PyJWTError."""
    return MappingProxyType(jwt.get_unverified_header(token))


@lru_cache(maxsize=MOST_REMEMBERED)
def _claims(token: str, key: jwt.PyJWK) -> dict[str, Any]:
    """The claims of a token that `key` has signed; raises PyJWTError.

    A signature that was right once is right for ever, so it is checked once for each token. What
    may change meanwhile, the key's standing and the token's end, is looked at each time.
    """
    return jwt.decode(
        token,
        key,
        algorithms=[ALGORITHM],
        audience=AUDIENCE,
        issuer=ISSUER,
        leeway=LEEWAY,
        options={"require": list(CLAIMS)},
    )


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
