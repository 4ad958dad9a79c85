"""An account as its people see it."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.users.models import User


def account_view(session: Session, account: Account) -> dict[str, Any]:
    """What `AccountView` dumps."""
    session.flush()  # So that `version` is the one that this transaction leaves behind.
    bureau = session.get(Account, account.bureau_id) if account.bureau_id else None
    return {
        "id": account.id,
        "prefix": account.prefix,
        "company": account.company,
        "owner": _owner(session, account),
        "bureau_prefix": bureau.prefix if bureau else None,
        "bureau_role": account.bureau_role,
        "payer": account.payer,
        "created_at": account.created_at,
        "version": account.version,
    }


def _owner(session: Session, account: Account) -> dict[str, Any]:
    if account.owner_kind == "user":
        user = session.get_one(User, account.owner_id)
        return {"kind": "user", "id": user.id, "name": user.name, "email": user.email}
    bureau = session.get_one(Account, account.owner_id)
    name = bureau.company["name"]
    return {"kind": "bureau", "id": bureau.id, "name": name, "prefix": bureau.prefix}
