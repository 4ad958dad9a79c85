"""Memberships: who has which role in an account. The account is locked by whoever calls."""

from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.roles.models import CustomRole
from services.accounts.tokens.actions import revoke_of
from services.accounts.users.models import AccountantAccess, Membership, User
from shared.clock import now


def member(session: Session, account: Account, user_id: str) -> Membership | None:
    """The person's role in the account, or the invitation to it."""
    return session.get(Membership, (account.id, user_id))


def let_in(
    session: Session, account: Account, user: User, role: str, custom: CustomRole | None = None
) -> Membership:
    """Give the person a role that counts from now on."""
    membership = keep_place(session, account, user, role, custom)
    membership.joined_at = now()
    return membership


def keep_place(
    session: Session, account: Account, user: User, role: str, custom: CustomRole | None = None
) -> Membership:
    """Give the person a role that counts once they accept the invitation to it."""
    membership = Membership(account_id=account.id, user_id=user.id)
    give_role(membership, role, custom)
    session.add(membership)
    return membership


def give_role(membership: Membership, role: str, custom: CustomRole | None = None) -> None:
    """Change a role; `custom` is the one that is meant where the word is `custom`."""
    membership.role, membership.role_id = role, custom.id if custom else None


def put_out(session: Session, account: Account, user_id: str) -> None:
    """Take the person's role away, or the place that was kept for them."""
    forget_accountant(session, account, user_id)
    revoke_of(session, account, user_id)
    membership = member(session, account, user_id)
    if membership:
        session.delete(membership)


def lower_owner(session: Session, account: Account) -> None:
    """The person who owned the account is its administrator from now on."""
    give_role(session.get_one(Membership, (account.id, account.owner_id)), "admin")
    session.flush()  # Before there is a new one: an account has one owner.


def raise_to_owner(session: Session, account: Account, user: User) -> None:
    """The person has the owner's role, whatever role they had."""
    forget_accountant(session, account, user.id)
    membership = member(session, account, user.id)
    if membership is None:
        membership = keep_place(session, account, user, "owner")
    give_role(membership, "owner")
    membership.joined_at = membership.joined_at or now()


def forget_accountant(session: Session, account: Account, user_id: str) -> None:
    """The person is not here as the account's own accountant any more."""
    access = session.get(AccountantAccess, account.id)
    if access and access.user_id == user_id:
        session.delete(access)
