"""How a person gets to the pages of an account, and what each of these pages shows."""

from typing import Any

from sqlalchemy.orm import Session

from services.exports.access.actions import NO_ACCOUNT
from services.exports.copies.actions import accounts_by_prefix
from services.exports.copies.models import Account
from services.exports.formats.registry import FORMATS
from services.exports.pages.places import area_of
from services.exports.pages.words import FIRM_STATES, STATES
from shared.auth.caller import Caller
from shared.errors import Missing


def account_of(session: Session, caller: Caller, prefix: str) -> Account:
    """The account in which the person works; Missing to whoever has no role in it."""
    account = accounts_by_prefix(session, [prefix.lower()]).get(prefix.lower())
    if account is None or account.id not in caller.roles:
        raise Missing(NO_ACCOUNT, prefix=prefix)
    return account


def place_of(session: Session, account: Account) -> dict[str, Any]:
    """What the layout reads, and the words that the pages of exports share."""
    return {
        "area": area_of(session, account.prefix),
        "prefix": account.prefix,
        "here": "exports",
        "states": STATES,
        "firm_states": FIRM_STATES,
        "names": {id_: format_.name for id_, format_ in FORMATS.items()},
    }


def enter(session: Session, caller: Caller, prefix: str) -> dict[str, Any]:
    """Both at once."""
    return place_of(session, account_of(session, caller, prefix))
