"""Who may do what in an account: one table, which every route asks."""

from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.accounts.prefixes import folded
from services.accounts.bureaus.models import Assignment
from services.accounts.database import locked
from services.accounts.freezes.rules import refuse_frozen
from services.accounts.roles.models import CUSTOM, CustomRole
from services.accounts.sightings.looking import Look, look_as
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

REACH_ASSIGNED_CLIENTS = frozenset({"member", CUSTOM})

ROLE_OF_ASSIGNED = {"accountant": "accountant", "owner": "admin"}
"""What the bureau's role is worth to a member to whom the client is assigned.

A member does all the work in an account that the bureau owns, and does not give it away.
"""

CHANGE_THE_ACCOUNT: frozenset[Ability] = frozenset({"settings", "transfer_ownership"})
"""What a frozen account waits with. Documents go on."""


def _standing_in(of: type[ApiToken] | type[Membership]) -> Select[str, str, list[str]]:
    query = select(of.account_id, of.role, CustomRole.permissions)
    query = query.outerjoin(CustomRole, CustomRole.id == of.role_id)
    return query.where(of.account_id.in_(bindparam("accounts", expanding=True)))


# Every request asks these. They are made once, since making them takes longer than running them.
BY_PREFIX = select(Account).where(Account.prefix == bindparam("prefix"))
OF_PRODUCT = _standing_in(ApiToken).where(
    ApiToken.id == bindparam("caller"), ApiToken.revoked_at.is_(None)
)
OF_PERSON = _standing_in(Membership).where(
    Membership.user_id == bindparam("caller"), Membership.joined_at.is_not(None)
)


class Standing(NamedTuple):
    """A role in an account, what it permits, and the bureau by which one has it, if by one."""

    role: str
    permissions: frozenset[str]
    bureau_id: str | None = None


NO_ACCOUNT = N_("There is no account with this prefix, or none that you may know of.")
NOT_ALLOWED = N_("Your role in this account does not allow this.")
MAY_NOT_GIVE = N_("You can't let somebody do what you may not do yourself.")


def account_for(session: Session, caller: Caller, prefix: str, may: Ability | None) -> Account:
    """The account with this prefix, in which the caller may do `may`, or has any role at all.

    Raises Missing if the caller has no role in the account, Forbidden if it has one that does
    not permit that.
    """
    found = session.scalars(BY_PREFIX, {"prefix": folded(prefix)}).one_or_none()
    account, standing = _allowed(session, caller, found, may)
    look_as(session, Look(caller.actor, account.id, standing.bureau_id))
    return account


def locked_account_for(
    session: Session, caller: Caller, prefix: str, may: Ability | None
) -> Account:
    """The same, and until the transaction ends nobody else changes its owner, bureau or users.

    Refused with `account_frozen` for what a frozen account waits with.
    """
    query = select(Account).where(Account.prefix == folded(prefix)).with_for_update()
    found = session.scalars(query, execution_options={"populate_existing": True})
    account, _ = _allowed(session, caller, found.one_or_none(), may)
    if may in CHANGE_THE_ACCOUNT:
        refuse_frozen(session, account)
    return account


def locked_account(session: Session, account_id: str) -> Account:
    """The account with this id, locked likewise; for messages, which need no permission."""
    return locked(session, Account, account_id)


def permitted_by(role: str, written: Collection[str] = ()) -> frozenset[str]:
    """What a role permits: by the table, or for a custom one what is `written` in it."""
    if role == CUSTOM:
        return frozenset(written) & (MAY.keys() - {"transfer_ownership"})
    return frozenset(ability for ability, roles in MAY.items() if role in roles)


def roles_in(session: Session, caller: Caller, account: Account) -> set[str]:
    """The roles that the caller has in the account: its own, and what its bureau's is worth."""
    return {standing.role for standing in _standings(session, caller, account)}


def acts_for_bureau(session: Session, caller: Caller, account: Account) -> bool:
    """Whether the caller reaches the account through its bureau, whatever own role it has."""
    own = own_standings(session, caller, account.bureau_id)
    return _through_bureau(session, caller, account, own.get(account.bureau_id or "")) is not None


def permissions_in(session: Session, caller: Caller, account: Account) -> frozenset[str]:
    """All that the caller may do in the account."""
    return frozenset[str]().union(*(s.permissions for s in _standings(session, caller, account)))


def refuse_raising(
    session: Session, caller: Caller, account: Account, permissions: Collection[str]
) -> None:
    """Raise Forbidden where the caller would let somebody do what it may not do itself."""
    if not permissions_in(session, caller, account).issuperset(permissions):
        raise Forbidden(MAY_NOT_GIVE)


def demand_lead(session: Session, caller: Caller, account: Account) -> None:
    """Raise Forbidden for whoever does not lead the account: for a bureau, no custom role does."""
    if roles_in(session, caller, account).isdisjoint(REACH_EVERY_CLIENT):
        raise Forbidden(NOT_ALLOWED)


def own_standings(
    session: Session, caller: Caller, *account_ids: str | None
) -> dict[str, Standing]:
    """The caller's own roles in those of the accounts in which it has one, by their ids.

    An account itself, for which another service runs an errand, sees its own documents.
    """
    if caller.kind == "account":
        mine = {caller.id: Standing("account", frozenset({"see_documents"}))}
        return mine if caller.id in account_ids else {}
    query = OF_PRODUCT if caller.kind == "product" else OF_PERSON
    asked = {"caller": caller.id, "accounts": account_ids}
    return {
        row.account_id: Standing(row.role, permitted_by(row.role, row.permissions or ()))
        for row in session.execute(query, asked)
    }


def _standings(session: Session, caller: Caller, account: Account) -> list[Standing]:
    own = own_standings(session, caller, account.id, account.bureau_id)
    through_bureau = _through_bureau(session, caller, account, own.get(account.bureau_id or ""))
    return [standing for standing in (own.get(account.id), through_bureau) if standing]


def _allowed(
    session: Session, caller: Caller, account: Account | None, may: Ability | None
) -> tuple[Account, Standing]:
    """The account, and the standing by which it is allowed: an own one before a bureau's."""
    standings = _standings(session, caller, account) if account else []
    if account is None or not standings:
        raise Missing(NO_ACCOUNT)
    permitting = [each for each in standings if may is None or may in each.permissions]
    if not permitting:
        raise Forbidden(NOT_ALLOWED)
    return account, permitting[0]


def _through_bureau(
    session: Session, caller: Caller, account: Account, in_bureau: Standing | None
) -> Standing | None:
    """What the bureau's role is worth to the caller; a custom role there permits no more here."""
    if in_bureau is None or account.bureau_role is None:
        return None
    if in_bureau.role in REACH_EVERY_CLIENT:
        permitted = permitted_by(account.bureau_role)
        return Standing(account.bureau_role, permitted, account.bureau_id)
    if in_bureau.role not in REACH_ASSIGNED_CLIENTS or not _is_assigned(session, caller, account):
        return None
    return worth_to_assigned(account.bureau_role, in_bureau)._replace(bureau_id=account.bureau_id)


def worth_to_assigned(bureau_role: str, in_bureau: Standing) -> Standing:
    """What the bureau's role in an account is worth to a person who is assigned to it."""
    role = ROLE_OF_ASSIGNED[bureau_role]
    permissions = permitted_by(role)
    if in_bureau.role == CUSTOM:
        permissions &= in_bureau.permissions
    return Standing(role, permissions)


def _is_assigned(session: Session, caller: Caller, account: Account) -> bool:
    return session.get(Assignment, (account.link_id, caller.id)) is not None
