"""Who is told by mail that an account changed hands."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.mail.actions import post
from services.accounts.users.models import Membership, User

LEAD = ("owner", "admin")


def leaders(session: Session, account_id: str) -> list[str]:
    """The addresses of who leads an account: of its owner and its administrators."""
    query = (
        select(User.email)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.account_id == account_id,
            Membership.joined_at.is_not(None),
            Membership.role.in_(LEAD),
        )
    )
    return list(session.scalars(query.order_by(User.email)))


def owners(session: Session, kind: str, owner_id: str) -> list[str]:
    """The address of a person, or those of who leads a bureau."""
    if kind == "bureau":
        return leaders(session, owner_id)
    return [session.get_one(User, owner_id).email]


def tell(
    session: Session, account: Account, recipients: Iterable[str], kind: str, **facts: Any
) -> None:
    """Post one letter about the account to each of these people."""
    for recipient in recipients:
        post(session, recipient, kind, **facts_of(account), **facts)


def facts_of(account: Account) -> dict[str, Any]:
    """What every letter about an account may say."""
    return {"firm": account.company["name"], "prefix": account.prefix}
