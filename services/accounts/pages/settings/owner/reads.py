"""What the page of an account's owner shows."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.access import acts_for_bureau, permissions_in
from services.accounts.accounts.models import Account
from services.accounts.accounts.views import account_view
from services.accounts.deletions.endings import open_deletion
from services.accounts.freezes.models import Freeze
from services.accounts.freezes.rules import is_frozen
from services.accounts.leaving.endings import open_leaving
from services.accounts.ownership.fresh import FRESH, last_change
from services.accounts.ownership.lifecycle import State
from services.accounts.ownership.models import OwnershipTransfer
from services.accounts.pages.settings.frame import frame
from shared.auth.caller import Caller
from shared.clock import now


def owner_facts(session: Session, caller: Caller, account: Account) -> dict[str, Any]:
    """All that `settings/owner/owner.html` needs."""
    change = last_change(session, account)
    transfer = _newest_transfer(session, account)
    return {
        **frame(session, account, "owner"),
        "owner": account_view(session, account)["owner"],
        "since": change.at if change else account.created_at,
        "fresh_until": _still_to_come(change.at + FRESH if change else None),
        "frozen_since": _frozen_since(session, account),
        "transfer": transfer,
        "is_offered": _is_open(transfer),
        "deletion": open_deletion(session, account.id),
        "leaving": open_leaving(session, account.id),
        "may_transfer": "transfer_ownership" in permissions_in(session, caller, account),
        "is_of_bureau": acts_for_bureau(session, caller, account),
    }


def _still_to_come(moment: datetime | None) -> datetime | None:
    return moment if moment and now() < moment else None


def _frozen_since(session: Session, account: Account) -> datetime | None:
    return session.get_one(Freeze, account.id).since if is_frozen(session, account.id) else None


def _is_open(transfer: OwnershipTransfer | None) -> bool:
    """Whether somebody may still accept; what has run out may wait for its chore."""
    return bool(transfer and transfer.state is State.OFFERED and now() < transfer.expires_at)


def _newest_transfer(session: Session, account: Account) -> OwnershipTransfer | None:
    mine = select(OwnershipTransfer).where(OwnershipTransfer.account_id == account.id)
    return session.scalars(mine.order_by(OwnershipTransfer.id.desc()).limit(1)).one_or_none()
