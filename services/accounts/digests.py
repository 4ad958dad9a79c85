"""Secrets that are given out once, of which only a digest is kept."""

import hashlib
import secrets


def new_secret() -> str:
    """256 random bits, in letters that need no escaping in an address."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """The SHA-256 under which a secret is found again; so long a secret needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
