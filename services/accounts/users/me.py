"""What a person sees of themselves."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.accounts.access import REACH_EVERY_CLIENT, ROLE_OF_ASSIGNED
from services.accounts.accounts.models import Account
from services.accounts.bureaus.models import Assignment
from services.accounts.ownership.actions import offered_to
from services.accounts.users.models import User
from services.accounts.users.roles import roles_of


def me_view(session: Session, user: User) -> dict[str, Any]:
    """What `MeView` dumps: the person, every account within reach, and what is offered."""
    roles = roles_of(session, user.id)
    return {
        "id": user.id,
        "name": user.name,
        "email": user.email,
        "email_verified": user.email_verified,
        "created_at": user.created_at,
        "accounts": _own(session, roles) + _through_bureaus(session, user, roles),
        "ownership_transfers": offered_to(session, user.email),
    }


def _own(session: Session, roles: dict[str, str]) -> list[dict[str, str]]:
    query = select(Account.id, Account.prefix).where(Account.id.in_(roles))
    return [
        {"prefix": row.prefix, "role": roles[row.id], "via": "user"}
        for row in session.execute(query.order_by(Account.prefix))
    ]


def _through_bureaus(session: Session, user: User, roles: dict[str, str]) -> list[dict[str, str]]:
    reach_all = [id_ for id_, role in roles.items() if role in REACH_EVERY_CLIENT]
    members = [id_ for id_, role in roles.items() if role == "member"]
    assigned = select(Assignment.link_id).where(Assignment.user_id == user.id)
    mine = Account.bureau_id.in_(members) & Account.link_id.in_(assigned)
    query = select(Account.prefix, Account.bureau_id, Account.bureau_role).where(
        Account.bureau_role.is_not(None), or_(Account.bureau_id.in_(reach_all), mine)
    )
    return [
        {"prefix": row.prefix, "role": _worth(row, reach_all), "via": "bureau"}
        for row in session.execute(query.order_by(Account.prefix))
    ]


def _worth(row: Any, reach_all: list[str]) -> str:
    return str(row.bureau_role if row.bureau_id in reach_all else ROLE_OF_ASSIGNED[row.bureau_role])
