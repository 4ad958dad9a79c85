"""What every page of an account's settings shows around what it is about."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.freezes.rules import is_frozen
from services.accounts.pages.places import area_of
from services.accounts.pages.settings.tabs import tabs_of
from services.accounts.pages.settings.ways_out import way_out


def frame(session: Session, account: Account, tab: str) -> dict[str, Any]:
    """The facts that `settings/frame.html` needs; `tab` is the page's own."""
    return {
        "area": area_of(session, account),
        "prefix": account.prefix,
        "here": "settings",
        "at": f"/account/{account.prefix}/settings",
        "tabs": tabs_of(account.prefix, tab),
        "firm": account.company["name"],
        "is_frozen": is_frozen(session, account.id),
        "way_out": lambda trouble: way_out(trouble, account.prefix),
    }
