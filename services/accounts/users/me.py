"""What a person sees of themselves."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.accounts.access import (
    MAY,
    REACH_ASSIGNED_CLIENTS,
    REACH_EVERY_CLIENT,
    Standing,
    permitted_by,
    worth_to_assigned,
)
from services.accounts.accounts.models import Account
from services.accounts.bureaus.models import Assignment
from services.accounts.ownership.actions import offered_to
from services.accounts.roles.models import CustomRole
from services.accounts.second_factor.actions import is_on
from services.accounts.users.models import Membership, User


def me_view(session: Session, user: User) -> dict[str, Any]:
    """What `MeView` dumps: the person, every account within reach, and what is offered."""
    own = _own(session, user)
    return {
        "id": user.id,
        "name": user.name,
        "email": user.email,
        "email_verified": user.email_verified,
        "created_at": user.created_at,
        "second_factor": is_on(session, user.id),
        "accounts": [_seen(row.prefix, _standing(row), "user", row.name) for row in own]
        + _through_bureaus(session, user, {row.id: _standing(row) for row in own}),
        "ownership_transfers": offered_to(session, user.email),
    }


def _own(session: Session, user: User) -> list[Any]:
    query = (
        select(Account.id, Account.prefix, Membership.role, CustomRole.name, CustomRole.permissions)
        .join(Membership, Membership.account_id == Account.id)
        .outerjoin(CustomRole, CustomRole.id == Membership.role_id)
        .where(Membership.user_id == user.id, Membership.joined_at.is_not(None))
    )
    return list(session.execute(query.order_by(Account.prefix)))


def _standing(row: Any) -> Standing:
    return Standing(row.role, permitted_by(row.role, row.permissions or ()))


def _through_bureaus(
    session: Session, user: User, own: dict[str, Standing]
) -> list[dict[str, Any]]:
    reach_all = [id_ for id_, standing in own.items() if standing.role in REACH_EVERY_CLIENT]
    others = [id_ for id_, standing in own.items() if standing.role in REACH_ASSIGNED_CLIENTS]
    assigned = select(Assignment.link_id).where(Assignment.user_id == user.id)
    mine = Account.bureau_id.in_(others) & Account.link_id.in_(assigned)
    query = select(Account.prefix, Account.bureau_id, Account.bureau_role).where(
        Account.bureau_role.is_not(None), or_(Account.bureau_id.in_(reach_all), mine)
    )
    return [
        _seen(row.prefix, _worth(row.bureau_role, own[row.bureau_id]), "bureau")
        for row in session.execute(query.order_by(Account.prefix))
    ]


def _worth(bureau_role: str, in_bureau: Standing) -> Standing:
    if in_bureau.role in REACH_EVERY_CLIENT:
        return Standing(bureau_role, permitted_by(bureau_role))
    return worth_to_assigned(bureau_role, in_bureau)


def _seen(prefix: str, standing: Standing, via: str, name: str | None = None) -> dict[str, Any]:
    """One account; where a role of an account's own is behind it, also what that permits."""
    seen = {"prefix": prefix, "role": standing.role, "via": via}
    if standing.permissions == permitted_by(standing.role):
        return seen
    permitted = [ability for ability in MAY if ability in standing.permissions]
    return seen | {"role_name": name, "permissions": permitted}
