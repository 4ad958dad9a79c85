"""Who may do what in an account: one table, which every route asks."""

from collections.abc import Mapping
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.accounts.prefixes import folded
from services.accounts.bureaus.models import Assignment
from services.accounts.database import locked
from services.accounts.freezes.rules import refuse_frozen
from services.accounts.tokens.models import ApiToken
from services.accounts.users.models import Membership
from shared.auth.caller import Caller
from shared.errors import Forbidden, Missing
from shared.texts import N_

Ability = Literal["see_documents", "change_documents", "export", "settings", "transfer_ownership"]

MAY: Mapping[Ability, frozenset[str]] = {
    "see_documents": frozenset({"owner", "admin", "member", "accountant"}),
    "change_documents": frozenset({"owner", "admin", "member"}),
    "export": frozenset({"owner", "admin", "accountant"}),
    "settings": frozenset({"owner", "admin"}),
    "transfer_ownership": frozenset({"owner"}),
}

REACH_EVERY_CLIENT = frozenset({"owner", "admin"})
"""The roles in a bureau's account whose holders act for it at all of its clients."""

ROLE_OF_ASSIGNED = {"accountant": "accountant", "owner": "admin"}
"""What the bureau's role is worth to a member to whom the client is assigned.

A member does all the work in an account that the bureau owns, and does not give it away.
"""

CHANGE_THE_ACCOUNT: frozenset[Ability] = frozenset({"settings", "transfer_ownership"})
"""What a frozen account waits with. Documents go on."""

NO_ACCOUNT = N_("There is no account with this prefix, or none that you may know of.")
NOT_ALLOWED = N_("Your role in this account does not allow this.")


def account_for(session: Session, caller: Caller, prefix: str, may: Ability) -> Account:
    """The account with this prefix, in which the caller may do `may`.

    Raises Missing if the caller may not see the account, Forbidden if it sees it and may not
    do that.
    """
    query = select(Account).where(Account.prefix == folded(prefix))
    return _allowed(session, caller, session.scalars(query).one_or_none(), may)


def locked_account_for(session: Session, caller: Caller, prefix: str, may: Ability) -> Account:
    """The same, and until the transaction ends nobody else changes its owner, bureau or users.

    Refused with `account_frozen` for what a frozen account waits with.
    """
    query = select(Account).where(Account.prefix == folded(prefix)).with_for_update()
    found = session.scalars(query, execution_options={"populate_existing": True})
    account = _allowed(session, caller, found.one_or_none(), may)
    if may in CHANGE_THE_ACCOUNT:
        refuse_frozen(session, account)
    return account


def locked_account(session: Session, account_id: str) -> Account:
    """The account with this id, locked likewise; for messages, which need no permission."""
    return locked(session, Account, account_id)


def roles_in(session: Session, caller: Caller, account: Account) -> set[str]:
    """The roles that the caller has in the account: its own, and what its bureau's is worth."""
    own = own_roles(session, caller, account.id, account.bureau_id)
    through_bureau = _through_bureau(session, caller, account, own.get(account.bureau_id or ""))
    return {role for role in (own.get(account.id), through_bureau) if role}


def acts_for_bureau(session: Session, caller: Caller, account: Account) -> bool:
    """Whether the caller reaches the account through its bureau, whatever own role it has."""
    own = own_roles(session, caller, account.bureau_id)
    return _through_bureau(session, caller, account, own.get(account.bureau_id or "")) is not None


def own_roles(session: Session, caller: Caller, *account_ids: str | None) -> dict[str, str]:
    """The caller's own roles in those of the accounts in which it has one, by their ids."""
    query = select(Membership.account_id, Membership.role).where(
        Membership.user_id == caller.id,
        Membership.joined_at.is_not(None),
        Membership.account_id.in_(account_ids),
    )
    if caller.kind == "product":
        query = select(ApiToken.account_id, ApiToken.role).where(
            ApiToken.id == caller.id,
            ApiToken.revoked_at.is_(None),
            ApiToken.account_id.in_(account_ids),
        )
    return {row.account_id: row.role for row in session.execute(query)}


def is_allowed(roles: set[str], may: Ability) -> bool:
    """Whether one of the roles allows `may`."""
    return not MAY[may].isdisjoint(roles)


def _allowed(session: Session, caller: Caller, account: Account | None, may: Ability) -> Account:
    roles = roles_in(session, caller, account) if account else set()
    if account is None or not roles:
        raise Missing(NO_ACCOUNT)
    if not is_allowed(roles, may):
        raise Forbidden(NOT_ALLOWED)
    return account


def _through_bureau(
    session: Session, caller: Caller, account: Account, role_in_bureau: str | None
) -> str | None:
    if role_in_bureau in REACH_EVERY_CLIENT:
        return account.bureau_role
    if role_in_bureau == "member" and account.bureau_role:
        assigned = session.get(Assignment, (account.link_id, caller.id))
        return ROLE_OF_ASSIGNED[account.bureau_role] if assigned else None
    return None
