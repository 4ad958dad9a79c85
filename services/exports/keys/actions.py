"""Signing with the newest key, and changing to the next one in time."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.exports.keys.models import SigningKey
from shared.auth.signing import new_pair
from shared.clock import now
from shared.ids import new_id

SIGNS_FOR = timedelta(days=30)
"""How long a key signs. Who verifies fetches a key that it does not know, so the next one needs
not be published ahead."""

KEPT_AFTER = timedelta(hours=1)
"""How long it is published after that, which is longer than the tokens of errands live."""


def signing_key(session: Session) -> SigningKey:
    """The key whose turn it is; it is made when it is needed, and old ones are forgotten."""
    moment = now()
    newest = select(SigningKey).where(SigningKey.created_at > moment - SIGNS_FOR)
    key = session.scalars(newest.order_by(SigningKey.created_at.desc()).limit(1)).one_or_none()
    if key is None:
        pem, x = new_pair()
        key = SigningKey(id=new_id(), private_key=pem, public_x=x, created_at=moment)
        session.add(key)
        old = SigningKey.created_at < moment - SIGNS_FOR - KEPT_AFTER
        session.execute(delete(SigningKey).where(old))
    return key


def published(session: Session) -> Sequence[SigningKey]:
    """All keys by which a token may be signed that has not run out."""
    return session.scalars(select(SigningKey).order_by(SigningKey.created_at)).all()
