"""Making, changing and deleting custom roles. The account is locked by whoever calls."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from services.accounts.access import MAY, refuse_raising
from services.accounts.accounts.models import Account
from services.accounts.invitations.models import Invitation
from services.accounts.roles.models import CUSTOM, CustomRole
from services.accounts.tokens.actions import announce_token, tokens_of
from services.accounts.tokens.models import ApiToken
from services.accounts.users.models import Membership
from services.accounts.users.roles import announce_roles
from shared.auth.caller import Caller
from shared.clock import now
from shared.errors import Invalid, Missing, Refused
from shared.ids import new_id
from shared.texts import N_

NO_ROLE = N_("There is no such role in this account.")
NAME_TAKEN = N_("The account has a role with this name already.")
IN_USE = N_("%(count)s people, invitations or API tokens have this role. Give them another first.")


def roles_of_account(account: Account) -> Select[CustomRole]:
    """The account's custom roles."""
    return select(CustomRole).where(CustomRole.account_id == account.id)


def get(session: Session, account: Account, role_id: str) -> CustomRole:
    """One of the account's custom roles; Missing if it has none with this id."""
    query = roles_of_account(account).where(CustomRole.id == role_id)
    role = session.scalars(query).one_or_none()
    if role is None:
        raise Missing(NO_ROLE)
    return role


def named(session: Session, account: Account, role: str, role_id: str | None) -> CustomRole | None:
    """The custom role that a body means by `role` and `role_id`; Invalid if there is none."""
    if role != CUSTOM:
        return None
    found = session.scalars(roles_of_account(account).where(CustomRole.id == role_id)).one_or_none()
    if found is None:
        raise Invalid(NO_ROLE, errors=[{"pointer": "/role_id", "detail": NO_ROLE}])
    return found


def make(
    session: Session,
    caller: Caller,
    account: Account,
    *,
    name: str,
    permissions: Collection[str],
) -> CustomRole:
    """Add a role to the account, which permits no more than its maker may.

    Refused if its name is taken.
    """
    refuse_raising(session, caller, account, permissions)
    role = CustomRole(
        id=new_id(), account_id=account.id, permissions=_sorted(permissions), created_at=now()
    )
    _name(session, role, name)
    session.add(role)
    session.flush()
    return role


def change(
    session: Session, caller: Caller, account: Account, role: CustomRole, changes: dict[str, Any]
) -> None:
    """Change name or permissions; whoever has the role may do that from now on, in all services.

    Forbidden for who would add a permission that they do not have.
    """
    added = set(changes.get("permissions", ())) - set(role.permissions)
    refuse_raising(session, caller, account, added)
    if "name" in changes:
        _name(session, role, changes["name"])
    permissions = _sorted(changes.get("permissions", role.permissions))
    if permissions == role.permissions:
        return
    role.permissions = permissions
    session.flush()
    announce_roles(session, *_people(session, role))
    for token in session.scalars(_tokens(role).order_by(ApiToken.id)).all():
        announce_token(session, token)


def delete(session: Session, role: CustomRole) -> None:
    """Delete a role that nobody has; Refused while somebody has it or is invited to it."""
    count = holders(session, role)
    if count:
        raise Refused(IN_USE, count=count)
    for table in (Invitation, ApiToken):  # What is answered or revoked names it no more.
        session.execute(update(table).where(table.role_id == role.id).values(role_id=None))
    session.delete(role)


def holders(session: Session, role: CustomRole) -> int:
    """How many people, invited people and API tokens have the role."""
    return holders_of(session, role.account_id)[role.id]


def holders_of(session: Session, account_id: str) -> Counter[str]:
    """The same for all of the account's own roles, by their ids."""
    people = select(Membership.role_id).where(Membership.account_id == account_id)
    tokens = tokens_of(account_id).with_only_columns(ApiToken.role_id)
    return Counter(
        role_id
        for query in (people.where(Membership.role_id.is_not(None)), tokens)
        for role_id in session.scalars(query)
        if role_id
    )


def _people(session: Session, role: CustomRole) -> list[str]:
    query = select(Membership.user_id).where(
        Membership.role_id == role.id, Membership.joined_at.is_not(None)
    )
    return list(session.scalars(query))


def _tokens(role: CustomRole) -> Select[ApiToken]:
    return tokens_of(role.account_id).where(ApiToken.role_id == role.id)


def _name(session: Session, role: CustomRole, name: str) -> None:
    key = name.casefold()
    query = select(CustomRole.id).where(
        CustomRole.account_id == role.account_id,
        CustomRole.name_key == key,
        CustomRole.id != role.id,
    )
    if session.scalar(query):
        raise Refused(NAME_TAKEN)
    role.name, role.name_key = name, key


def _sorted(permissions: Collection[str]) -> list[str]:
    return [ability for ability in MAY if ability in permissions]
