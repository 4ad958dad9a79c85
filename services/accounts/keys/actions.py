"""Signing keys: make one, change to the next, find the public half of any that is in use."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import jwt
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.keys.models import SigningKey
from shared.auth.signing import as_jwk, new_pair, public, signed
from shared.auth.tokens import LEEWAY
from shared.clock import now
from shared.errors import Missing
from shared.ids import new_id
from shared.texts import N_

IN_ORDER = (SigningKey.signs_from, SigningKey.id)
PUBLIC_HALVES = select(SigningKey.id, SigningKey.public_x, SigningKey.signs_from).order_by(
    *IN_ORDER
)
"""Every request asks it."""

AHEAD = timedelta(seconds=330)
"""How long a new key is published before it signs: longer than listeners keep the JWKS."""

AFTER = timedelta(seconds=600 + LEEWAY)
"""How long a key stays published after its last signature: the longest life of a token."""


def sign(session: Session, claims: dict[str, Any]) -> str:
    """A JSON Web Token with `claims`, signed by the key whose turn it is."""
    key = signing_key(session)
    return signed(claims, key_id=key.id, pem=key.private_key)


def signing_key(session: Session) -> SigningKey:
    """The key that signs now; the first one is made when it is needed."""
    begun = select(SigningKey).where(SigningKey.signs_from <= now())
    newest = session.scalars(begun.order_by(SigningKey.signs_from.desc(), SigningKey.id).limit(1))
    return newest.first() or add_key(session, signs_from=now())


def add_key(session: Session, *, signs_from: datetime) -> SigningKey:
    """Publish a new key, which signs from `signs_from` on."""
    private, x = new_pair()
    key = SigningKey(id=new_id(), private_key=private, public_x=x, signs_from=signs_from)
    session.add(key)
    session.flush()
    return key


def rotate(session: Session) -> SigningKey:
    """Publish the next key, and forget those whose last token has run out."""
    in_use = {key.id for key in published(session)}
    for key in all_keys(session):
        if key.id not in in_use:
            session.delete(key)
    return add_key(session, signs_from=now() + AHEAD)


def withdraw(session: Session, key_id: str) -> None:
    """Forget a key at once, and with it every token that it signed."""
    key = session.get(SigningKey, key_id)
    if key is None:
        raise Missing(N_("There is no signing key %(key_id)s."), key_id=key_id)
    session.delete(key)


def all_keys(session: Session) -> Sequence[SigningKey]:
    """Every key, in the order in which they sign."""
    return session.scalars(select(SigningKey).order_by(*IN_ORDER)).all()


def published(session: Session) -> list[SigningKey]:
    """The keys by which a token may be signed that has not run out, and the next one."""
    return _in_use(all_keys(session))


def find_public(session: Session, key_id: str) -> jwt.PyJWK | None:
    """The public key with this id, if it is published."""
    keys = _in_use(session.execute(PUBLIC_HALVES).all())
    found = next((key for key in keys if key.id == key_id), None)
    return public(found.id, found.public_x) if found else None


def _in_use(keys: Sequence[Any]) -> list[Any]:
    """Of all keys in the order in which they sign, those that are published."""
    in_use = [key for key, after in pairwise(keys) if after.signs_from + AFTER > now()]
    return [*in_use, *keys[-1:]]


def jwk(key: SigningKey) -> dict[str, str]:
    """The public half, as the JWKS shows it."""
    return as_jwk(key.id, key.public_x)
