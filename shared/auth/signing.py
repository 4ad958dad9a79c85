"""Ed25519 keys that sign JSON Web Tokens: made here, kept by the service that signs."""

import base64
from functools import lru_cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from shared.auth.tokens import ALGORITHM


def new_pair() -> tuple[str, str]:
    """A new key: its private half in PEM, its public one as `x` of a JWK."""
    private = Ed25519PrivateKey.generate()
    raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return pem, base64.urlsafe_b64encode(raw).decode().rstrip("=")


def as_jwk(key_id: str, x: str) -> dict[str, str]:
    """The public half of a key as a key set shows it."""
    kind = {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": ALGORITHM}
    return {**kind, "kid": key_id, "x": x}


def signed(claims: dict[str, Any], *, key_id: str, pem: str, kind: str = "JWT") -> str:
    """A token with `claims`; `kind` is its `typ`."""
    headers = {"kid": key_id, "typ": kind}
    return jwt.encode(claims, _private(pem), algorithm=ALGORITHM, headers=headers)


@lru_cache(maxsize=16)
def public(key_id: str, x: str) -> jwt.PyJWK:
    """The public half of a key, ready to verify."""
    return jwt.PyJWK.from_dict(as_jwk(key_id, x))


@lru_cache(maxsize=16)
def _private(pem: str) -> Any:
    return load_pem_private_key(pem.encode(), password=None)
