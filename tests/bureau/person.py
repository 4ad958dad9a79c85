"""Somebody with a token that the bureau service takes for one of accounts."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

from shared.auth.tokens import AUDIENCE, ISSUER
from shared.ids import new_id

KEY = Ed25519PrivateKey.generate()


JWK = {**json.loads(OKPAlgorithm.to_jwk(KEY.public_key())), "kid": "test"}


@dataclass
class Person:
    """Somebody who signed in; `roles` are the person's own, by account."""

    roles: dict[str, str] = field(default_factory=dict)
    permissions: dict[str, list[str]] = field(default_factory=dict)
    operator: bool = False
    id: str = field(default_factory=new_id)
    session_id: str = field(default_factory=new_id)

    @property
    def headers(self) -> dict[str, str]:
        now = datetime.now(UTC)
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": self.id,
            "sid": self.session_id,
            "jti": new_id(),
            "iat": now,
            "exp": now + timedelta(minutes=5),
            "kind": "user",
            "operator": self.operator,
            "rv": 1,
            "roles": self.roles,
            "permissions": self.permissions,
            "name": "Test",
            "email": f"{self.id}@osoba.example",
        }
        token = jwt.encode(claims, KEY, algorithm="EdDSA", headers={"kid": "test"})
        return {"Authorization": f"Bearer {token}"}
