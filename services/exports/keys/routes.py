"""The public keys, for accounts."""

from sqlalchemy.orm import Session

from services.exports.keys import actions
from services.exports.keys.schemas import KeySetView
from shared.auth.caller import Caller
from shared.auth.signing import as_jwk
from shared.contracts.exports import KEYS
from shared.web.api import Access, Answer, Api

api = Api("keys")


@api.read(KEYS, access=Access.PUBLIC, out=KeySetView)
def get_key_set(session: Session, _: Caller) -> Answer:
    """The keys by which accounts knows exports when it fetches an attachment."""
    keys = [as_jwk(key.id, key.public_x) for key in actions.published(session)]
    return Answer({"keys": keys}, headers={"Cache-Control": "public, max-age=60"})
