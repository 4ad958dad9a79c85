"""Errands: one service fetches one thing from another for somebody, with a token for that alone.

The service that goes signs the token with a key of its own, which it publishes as a key set. The
service that is asked knows by it who goes and for whom, and gives that one what it would give
them. A token is good for one address and for a minute.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jwt

from shared.auth.caller import Caller
from shared.auth.tokens import ALGORITHM, BAD_TOKEN, LEEWAY, FindKey, header_of
from shared.clock import now
from shared.errors import Unauthenticated
from shared.ids import new_id

KIND = "errand+jwt"
LIFE = timedelta(seconds=60)
CLAIMS = ("exp", "iat", "sub", "jti", "aud", "iss", "kind", "address")
FOR = ("user", "product", "account")
"""For whom a service may go: a person, a product, or an account itself."""


@dataclass(frozen=True, kw_only=True)
class Errand:
    """`sender` goes to `receiver` and reads `address`, a path, for the caller."""

    sender: str
    receiver: str
    address: str


def claims_of(errand: Errand, caller: Caller) -> dict[str, Any]:
    """What the token of an errand says."""
    moment = now()
    return {
        "iss": errand.sender,
        "aud": errand.receiver,
        "address": errand.address,
        "sub": caller.id,
        "kind": caller.kind,
        "jti": new_id(),
        "iat": int(moment.timestamp()),
        "exp": int((moment + LIFE).timestamp()),
    }


def is_errand(token: str) -> bool:
    """Whether a token claims to be one of an errand; that proves nothing yet."""
    return _header(token).get("typ") == KIND


def verify(token: str, find_key: FindKey, errand: Errand) -> Caller:
    """For whom the sender goes, without any role; raises Unauthenticated for another errand."""
    header = _header(token)
    key = find_key(str(header.get("kid")))
    if header.get("typ") != KIND or header.get("alg") != ALGORITHM or key is None:
        raise Unauthenticated(BAD_TOKEN)
    try:
        claims = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=errand.receiver,
            issuer=errand.sender,
            leeway=LEEWAY,
            options={"require": list(CLAIMS)},
        )
    except jwt.PyJWTError as error:
        raise Unauthenticated(BAD_TOKEN) from error
    is_over = claims["exp"] <= now().timestamp()
    if is_over or claims["address"] != errand.address or claims["kind"] not in FOR:
        raise Unauthenticated(BAD_TOKEN)
    return Caller(id=claims["sub"], kind=claims["kind"])


def _header(token: str) -> Mapping[str, Any]:
    try:
        return header_of(token)
    except jwt.PyJWTError as error:
        raise Unauthenticated(BAD_TOKEN) from error
