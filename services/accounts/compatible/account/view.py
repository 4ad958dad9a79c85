"""An account as programs for Fakturownia see it."""

from typing import Any

from flask import current_app

from services.accounts.accounts.models import Account
from services.accounts.users.models import User

PARTS = ("street", "post_code", "city", "country")


def account_view(account: Account, user: User | None, token: str | None) -> dict[str, Any]:
    """The account, the person who has it, and the token by which it is reached."""
    first, _, last = (user.name or "").partition(" ") if user else ("", "", "")
    return {
        "prefix": account.prefix,
        "api_token": token,
        "url": url_of(account.prefix),
        "login": user.email if user else None,
        "email": user.email if user else account.company.get("email"),
        "first_name": first or None,
        "last_name": last or None,
        "company_name": account.company["name"],
        "tax_no": account.tax_no,
        **{name: account.company.get(name) for name in PARTS},
        "owner": account.owner_kind,
        "lang": "pl",
    }


def url_of(prefix: str) -> str:
    """Where programs find the account."""
    public: str = current_app.extensions["settings"].public_url
    return f"{public}/{prefix}"
