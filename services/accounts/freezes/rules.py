"""What may not be done in a frozen account."""

from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.freezes.lifecycle import FROZEN
from services.accounts.freezes.models import Freeze
from shared.errors import Refused
from shared.texts import N_

IS_FROZEN = N_(
    "Somebody objected to the change of the owner. Until an operator has decided, the owner, "
    "users and settings stay as they are; documents go on."
)


def refuse_frozen(session: Session, account: Account) -> None:
    """Refused while the account, which the caller holds, is frozen."""
    if is_frozen(session, account.id):
        raise Refused(IS_FROZEN, code="account_frozen")


def is_frozen(session: Session, account_id: str) -> bool:
    """Whether the account waits for an operator's decision."""
    freeze = session.get(Freeze, account_id, populate_existing=True)
    return freeze is not None and freeze.state is FROZEN
