"""The days after an account got its owner, in which nothing about that is made final."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.ownership.models import OwnerChange
from shared.clock import now, rfc3339
from shared.errors import Refused
from shared.texts import N_

FRESH = timedelta(hours=72)

IS_FRESH = N_(
    "The account has a new owner. It can be offered to another one, or deleted, from %(until)s on."
)


def refuse_fresh(session: Session, account: Account) -> None:
    """Refused while the account's owner is new."""
    change = last_change(session, account)
    if change and now() < change.at + FRESH:
        raise Refused(IS_FRESH, code="ownership_fresh", until=rfc3339(change.at + FRESH))


def last_change(session: Session, account: Account) -> OwnerChange | None:
    """How the account came to its owner; none for who opened it."""
    query = select(OwnerChange).where(
        OwnerChange.account_id == account.id, OwnerChange.owner_version == account.owner_version
    )
    return session.scalars(query).one_or_none()
