"""What all pages about an account's documents are given: where they stand, who looks."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import acts_for_bureau, permissions_in
from services.accounts.accounts.models import Account
from services.accounts.pages.places import area_of
from shared.auth.caller import Caller


def frame(session: Session, caller: Caller, account: Account) -> dict[str, Any]:
    """The facts of the layout, what the caller may do here, and the bureau it comes from."""
    return {
        "area": area_of(session, account),
        "prefix": account.prefix,
        "here": "documents",
        "firm": account.company["name"],
        "home": f"/account/{account.prefix}/documents",
        "may": permissions_in(session, caller, account),
        "bureau": _bureau(session, caller, account),
    }


def _bureau(session: Session, caller: Caller, account: Account) -> str | None:
    """The prefix of the bureau in whose panel the caller has the account as a client."""
    if account.bureau_id is None or not acts_for_bureau(session, caller, account):
        return None
    bureau = session.get(Account, account.bureau_id)
    return bureau.prefix if bureau else None
