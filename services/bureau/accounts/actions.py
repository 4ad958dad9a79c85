"""Keeping the copy of accounts."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.bureau.accounts.models import Account
from shared.errors import Missing
from shared.texts import N_

NO_ACCOUNT = N_("There is no account “%(prefix)s”.")
NOT_YET = N_("The account %(id)s is not known here yet.")


def find(session: Session, prefix: str) -> Account | None:
    """The account with this prefix, in whatever case it is written."""
    return session.scalars(select(Account).where(Account.prefix == prefix.lower())).one_or_none()


def taken(session: Session, prefixes: Collection[str]) -> set[str]:
    """Those of `prefixes`, in lower case, that accounts have."""
    return set(session.scalars(select(Account.prefix).where(Account.prefix.in_(prefixes))))


def get(session: Session, account_id: str) -> Account:
    """The account; Missing makes the message that names it come again later."""
    account = session.get(Account, account_id)
    if account is None:
        raise Missing(NOT_YET, id=account_id)
    return account


def note_opened(
    session: Session,
    account_id: str,
    *,
    prefix: str,
    company: dict[str, Any],
    owner_kind: str,
    owner_id: str,
    owner_version: int,
) -> None:
    """Remember a new account; one that is known already has newer news."""
    if session.get(Account, account_id):
        return
    session.add(
        Account(
            id=account_id,
            prefix=prefix.lower(),
            company=company,
            owner_kind=owner_kind,
            owner_id=owner_id,
            owner_version=owner_version,
        )
    )
    session.flush()


def note_company(session: Session, account_id: str, company: dict[str, Any]) -> None:
    """Take over the firm's name, address and tax data."""
    get(session, account_id).company = company


def note_owner(
    session: Session, account_id: str, *, owner_kind: str, owner_id: str, owner_version: int
) -> bool:
    """Take over who owns the account; says whether it went from a bureau to a person."""
    account = get(session, account_id)
    if owner_version <= account.owner_version:
        return False
    given_away = (account.owner_kind, owner_kind) == ("bureau", "user")
    account.owner_kind, account.owner_id = owner_kind, owner_id
    account.owner_version = owner_version
    return given_away


def note_frozen(session: Session, account_id: str, *, frozen: bool) -> None:
    """Take over whether the account waits for an operator's decision."""
    get(session, account_id).frozen = frozen
