"""What an open deletion keeps from happening, and finding it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.addresses import DELETION
from services.accounts.deletions.lifecycle import ASKED, CONFIRMED, DONE
from services.accounts.deletions.models import Deletion
from shared.errors import Refused
from shared.texts import N_

IS_TO_BE_DELETED = N_("The account is to be deleted. Take that back first.")


def open_deletion(session: Session, account_id: str) -> Deletion | None:
    """The deletion of the account that is asked for or confirmed."""
    query = select(Deletion).where(
        Deletion.account_id == account_id, Deletion.state.in_((ASKED, CONFIRMED))
    )
    found = session.scalars(query, execution_options={"populate_existing": True})
    return found.one_or_none()


def refuse_deletion(session: Session, account: Account) -> None:
    """Refused while the account, which the caller holds, is to be deleted for certain."""
    deletion = open_deletion(session, account.id)
    if deletion and deletion.state is CONFIRMED:
        raise Refused(IS_TO_BE_DELETED, fix=DELETION.format(prefix=account.prefix))


def is_deleted(session: Session, account_id: str) -> bool:
    """Whether the account is gone; only its prefix and its sealed documents are left."""
    query = select(Deletion.id).where(Deletion.account_id == account_id, Deletion.state == DONE)
    return session.scalar(query) is not None
