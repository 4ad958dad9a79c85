"""An account's own roles: listed, made, changed, deleted."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import account_for, locked_account_for
from services.accounts.pages.settings.frame import frame
from services.accounts.roles import actions
from services.accounts.roles.models import CustomRole
from services.accounts.roles.schemas import GIVEN, NewRoleBody
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_

pages = Pages("roles")

ROLES = "/account/<prefix>/settings/roles"
ADD = f"{ROLES}/add"
ONE = f"{ROLES}/<role_id>"

MADE = N_("The role “%(name)s” is made. Give it to people under Users and permissions.")
CHANGED = N_("The role “%(name)s” is changed. It counts at once for everybody who has it.")
DELETED = N_("The role “%(name)s” is deleted.")


@pages.read(ROLES)
def show_roles(session: Session, caller: Caller, prefix: str) -> Show:
    """The account's own roles, and how many have each."""
    account = account_for(session, caller, prefix, "settings")
    mine = actions.roles_of_account(account).order_by(CustomRole.name_key)
    return Show(
        "settings/roles/list.html",
        **frame(session, account, "roles"),
        roles=session.scalars(mine).all(),
        holders=actions.holders_of(session, account.id),
    )


@pages.read(ADD)
def show_new_role(session: Session, caller: Caller, prefix: str) -> Show:
    """The form that makes a role."""
    account = account_for(session, caller, prefix, "settings")
    return Show("settings/roles/add.html", **frame(session, account, "roles"), rights=GIVEN)


@pages.write(ADD, form=NewRoleBody, again=show_new_role)
def make_role(session: Session, caller: Caller, prefix: str, form: dict[str, Any]) -> Go:
    """Make a role."""
    account = locked_account_for(session, caller, prefix, "settings")
    role = actions.make(session, caller, account, **form)
    return Go(f"/account/{account.prefix}/settings/roles", MADE, name=role.name)


@pages.read(ONE)
def show_role(session: Session, caller: Caller, prefix: str, role_id: str) -> Show:
    """One role: what it permits, who is concerned."""
    account = account_for(session, caller, prefix, "settings")
    role = actions.get(session, account, role_id)
    return Show(
        "settings/roles/role.html",
        **frame(session, account, "roles"),
        role=role,
        holders=actions.holders(session, role),
        rights=GIVEN,
    )


@pages.write(ONE, form=NewRoleBody, again=show_role)
def change_role(
    session: Session, caller: Caller, prefix: str, role_id: str, form: dict[str, Any]
) -> Go:
    """Change a role's name and what it permits."""
    account = locked_account_for(session, caller, prefix, "settings")
    role = actions.get(session, account, role_id)
    actions.change(session, caller, account, role, form)
    return Go(f"/account/{account.prefix}/settings/roles", CHANGED, name=role.name)


@pages.write(f"{ONE}/delete", again=show_role)
def delete_role(session: Session, caller: Caller, prefix: str, role_id: str) -> Go:
    """Delete a role that nobody has."""
    account = locked_account_for(session, caller, prefix, "settings")
    role = actions.get(session, account, role_id)
    actions.delete(session, role)
    return Go(f"/account/{account.prefix}/settings/roles", DELETED, name=role.name)
