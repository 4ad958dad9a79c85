"""Custom roles over HTTP."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import account_for, locked_account_for
from services.accounts.roles import actions
from services.accounts.roles.models import CustomRole
from services.accounts.roles.schemas import NewRoleBody, RoleChangeBody, RoleView
from shared.auth.caller import Caller
from shared.web.api import Answer, Api
from shared.web.lists import ListQuery, Page, mapped, page_of, paginate
from shared.web.versions import check_if_match

api = Api("roles")

ROLES = "/v1/accounts/<prefix>/roles"
ONE = f"{ROLES}/<role_id>"


@api.read(ROLES, query=ListQuery, out=page_of(RoleView), codes=("forbidden",))
def list_roles(session: Session, caller: Caller, prefix: str, query: dict[str, Any]) -> Page[Any]:
    """The account's own roles, beside the four that every account has."""
    account = account_for(session, caller, prefix, "settings")
    mine = actions.roles_of_account(account)
    page: Page[CustomRole] = paginate(session, mine, by=[CustomRole.id], **query)
    return mapped(page, lambda role: _view(session, role))


@api.write(
    "POST", ROLES, body=NewRoleBody, out=RoleView, status=201, codes=("forbidden", "step_refused")
)
def make_role(session: Session, caller: Caller, prefix: str, body: dict[str, Any]) -> Answer:
    """Make a role; it permits no more than its maker may."""
    account = locked_account_for(session, caller, prefix, "settings")
    role = actions.make(session, caller, account, **body)
    location = f"/v1/accounts/{account.prefix}/roles/{role.id}"
    return Answer(_view(session, role), headers={"Location": location})


@api.read(ONE, out=RoleView, codes=("forbidden",))
def get_role(session: Session, caller: Caller, prefix: str, role_id: str) -> dict[str, Any]:
    """One of the account's own roles."""
    account = account_for(session, caller, prefix, "settings")
    return _view(session, actions.get(session, account, role_id))


@api.write("PATCH", ONE, body=RoleChangeBody, out=RoleView, codes=("forbidden", "step_refused"))
def change_role(
    session: Session, caller: Caller, prefix: str, role_id: str, body: dict[str, Any]
) -> dict[str, Any]:
    """Change a role; what it permits then, its holders may at once, in every service."""
    account = locked_account_for(session, caller, prefix, "settings")
    role = actions.get(session, account, role_id)
    check_if_match(role.version)
    actions.change(session, caller, account, role, body)
    return _view(session, role)


@api.write("DELETE", ONE, status=204, codes=("forbidden", "step_refused"))
def delete_role(session: Session, caller: Caller, prefix: str, role_id: str) -> None:
    """Delete a role that nobody has."""
    account = locked_account_for(session, caller, prefix, "settings")
    role = actions.get(session, account, role_id)
    check_if_match(role.version)
    actions.delete(session, role)


def _view(session: Session, role: CustomRole) -> dict[str, Any]:
    session.flush()
    return {
        "id": role.id,
        "name": role.name,
        "permissions": role.permissions,
        "holders": actions.holders(session, role),
        "created_at": role.created_at,
        "version": role.version,
    }
