"""The public keys, for every service that verifies tokens."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.keys import actions
from services.accounts.keys.schemas import KeySetView
from shared.auth.caller import Caller
from shared.web.api import Access, Answer, Api

api = Api("keys")


@api.read("/.well-known/jwks.json", access=Access.PUBLIC, out=KeySetView)
def get_key_set(session: Session, _: Caller) -> Answer:
    """The keys by which access tokens are verified."""
    keys: list[Any] = [actions.jwk(key) for key in actions.published(session)]
    return Answer({"keys": keys}, headers={"Cache-Control": "public, max-age=60"})
