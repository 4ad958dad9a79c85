"""Access tokens: a signature is checked once, what may change about a token each time."""

from datetime import timedelta
from typing import Any

import jwt
import pytest
import time_machine

from shared.auth.signing import as_jwk, new_pair, signed
from shared.auth.tokens import AUDIENCE, ISSUER, verify
from shared.clock import now
from shared.errors import Unauthenticated

PRIVATE, X = new_pair()
KEY = jwt.PyJWK.from_dict(as_jwk("here", X))


def a_token(pem: str = PRIVATE, **changes: Any) -> str:
    moment = int(now().timestamp())
    claims = {
        "iss": ISSUER, "aud": AUDIENCE, "sub": "019ab3f0", "jti": "1", "kind": "user", "rv": 1,
        "roles": {"acme": "owner"}, "iat": moment, "exp": moment + 300,
    }  # fmt: skip
    return signed(claims | changes, key_id="here", pem=pem)


def test_a_token_is_good_as_often_as_it_comes() -> None:
    token = a_token()

    callers = [verify(token, lambda _: KEY) for _ in range(3)]

    assert [caller.roles for caller in callers] == [{"acme": "owner"}] * 3


def test_a_token_that_was_good_ends_with_its_time() -> None:
    token = a_token()
    verify(token, lambda _: KEY)

    with time_machine.travel(now() + timedelta(seconds=300)), pytest.raises(Unauthenticated):
        verify(token, lambda _: KEY)


def test_a_token_that_was_good_ends_with_its_key() -> None:
    token, other = a_token(), jwt.PyJWK.from_dict(as_jwk("here", new_pair()[1]))
    verify(token, lambda _: KEY)

    for key in (None, other):
        with pytest.raises(Unauthenticated):
            verify(token, lambda _, key=key: key)


def test_a_token_of_another_key_is_never_good() -> None:
    forged = a_token(new_pair()[0])

    for _ in range(2):
        with pytest.raises(Unauthenticated):
            verify(forged, lambda _: KEY)


def test_who_changes_what_a_caller_may_do_changes_no_token() -> None:
    token = a_token()
    verify(token, lambda _: KEY).roles["acme"] = "operator"

    assert verify(token, lambda _: KEY).roles == {"acme": "owner"}
