"""Opening accounts and changing the firm's data."""

from typing import Any, Literal

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.accounts.prefixes import checked
from services.accounts.bureaus.actions import announce_link, announce_role
from services.accounts.sessions.passwords import Chosen
from services.accounts.users.members import let_in
from services.accounts.users.models import User
from services.accounts.users.people import find_by_email, new_user, prove, save
from services.accounts.users.roles import announce_roles
from services.accounts.users.verification import mail_proof
from shared import outbox
from shared.clock import now
from shared.contracts.accounts import AccountOpened, CompanyChanged
from shared.errors import Refused
from shared.ids import new_id
from shared.texts import N_

PREFIX_TAKEN = N_("Another account has the prefix “%(prefix)s”. Take another one.")


def sign_up(
    session: Session,
    *,
    prefix: str,
    company: dict[str, Any],
    name: str,
    email: str,
    password: Chosen,
) -> Account:
    """Open an account for a person, who is new or proves with the password to be the known one."""
    known = find_by_email(session, email)
    if known:
        prove(known, password, pointer="/owner/password")
        known.name = known.name or name
    user = known or new_user(email=email, name=name, password=password)
    account = _account(prefix, company, owner_kind="user", owner_id=user.id)
    _open(session, account)
    if not known:
        save(session, user)
    return _begin(session, account, user)


def open_another(session: Session, user: User, *, prefix: str, company: dict[str, Any]) -> Account:
    """Open an account for a person who is signed in; they own it beside those they have."""
    account = _account(prefix, company, owner_kind="user", owner_id=user.id)
    _open(session, account)
    return _begin(session, account, user)


def open_for_bureau(
    session: Session, *, prefix: str, company: dict[str, Any], bureau: Account, request_id: str
) -> Account:
    """Open the account that a bureau asked for: it owns it, serves it and pays for it."""
    account = _account(prefix, company, owner_kind="bureau", owner_id=bureau.id)
    account.bureau_id, account.link_id, account.bureau_role = bureau.id, new_id(), "owner"
    account.payer = "bureau"
    account.request_id = request_id
    _open(session, account)
    announce_link(session, account, request_id)
    announce_role(session, account)
    return account


def change_company(session: Session, account: Account, changes: dict[str, Any]) -> None:
    """Change the firm's data in the locked account; what stays the same is not announced."""
    company = account.company | changes
    if company == account.company:
        return
    account.company = company
    message = CompanyChanged(account_id=account.id, prefix=account.prefix, company=company)
    outbox.publish(session, message, subject_id=account.id)


def _begin(session: Session, account: Account, user: User) -> Account:
    """The person owns the new account, and is asked to prove their mailbox."""
    let_in(session, account, user, "owner")
    announce_roles(session, user.id)
    mail_proof(session, user)
    return account


def _account(
    prefix: str, company: dict[str, Any], *, owner_kind: Literal["user", "bureau"], owner_id: str
) -> Account:
    return Account(
        id=new_id(),
        prefix=checked(prefix),
        company=company,
        owner_kind=owner_kind,
        owner_id=owner_id,
        owner_version=1,
        payer="client",
        created_at=now(),
    )


def _open(session: Session, account: Account) -> None:
    """Write the account and announce it; Refused if its prefix was taken, even just now."""
    try:
        with session.begin_nested():
            session.add(account)
            session.flush()
    except IntegrityError as error:
        raise Refused(PREFIX_TAKEN, code="prefix_taken", prefix=account.prefix) from error
    message = AccountOpened(
        account_id=account.id,
        prefix=account.prefix,
        company=account.company,
        owner_kind=account.owner_kind,
        owner_id=account.owner_id,
        owner_version=account.owner_version,
        request_id=account.request_id,
    )
    outbox.publish(session, message, subject_id=account.id)
