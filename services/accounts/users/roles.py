"""A person's own roles in all accounts, and telling the other services when they change."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.database import locked
from services.accounts.roles.models import CustomRole
from services.accounts.users.models import Membership, User
from shared import outbox
from shared.contracts.accounts import RolesChanged


def roles_of(session: Session, user_id: str) -> dict[str, str]:
    """The person's own roles, by the ids of the accounts."""
    query = select(Membership.account_id, Membership.role).where(
        Membership.user_id == user_id, Membership.joined_at.is_not(None)
    )
    return {row.account_id: row.role for row in session.execute(query)}


def custom_permissions_of(session: Session, user_id: str) -> dict[str, list[str]]:
    """What the person's custom roles permit, by the ids of the accounts."""
    query = (
        select(Membership.account_id, CustomRole.permissions)
        .join(CustomRole, CustomRole.id == Membership.role_id)
        .where(Membership.user_id == user_id, Membership.joined_at.is_not(None))
    )
    return {row.account_id: row.permissions for row in session.execute(query)}


def announce_roles(session: Session, *user_ids: str) -> None:
    """Count and announce the roles of each person, after they or the person's name have changed.

    The person's row is locked before the roles are read: of two changes in two accounts the
    later one announces both. Rows are locked in the order of their ids.
    """
    session.flush()
    for user_id in sorted(set(user_ids)):
        user = locked(session, User, user_id)
        user.roles_version += 1
        message = RolesChanged(
            user_id=user_id,
            roles_version=user.roles_version,
            roles=roles_of(session, user_id),
            permissions=custom_permissions_of(session, user_id),
            person_name=user.name,
            email=user.email,
        )
        outbox.publish(session, message, subject_id=user_id)
