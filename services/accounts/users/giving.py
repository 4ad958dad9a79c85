"""What a caller may change about who is in an account: no more than it may do itself."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import Ability, locked_account_for, permitted_by, refuse_raising
from services.accounts.accounts.models import Account
from services.accounts.bureaus import actions as bureaus
from services.accounts.freezes.rules import refuse_frozen
from services.accounts.invitations.models import Invitation
from services.accounts.roles import actions as roles
from services.accounts.roles.models import CustomRole
from services.accounts.users import accountants, actions
from shared.auth.caller import Caller


def given_role(
    session: Session, caller: Caller, account: Account, role: str, role_id: str | None
) -> CustomRole | None:
    """The custom role that is given, if it is one; Forbidden if it may more than the giver."""
    custom = roles.named(session, account, role, role_id)
    permissions = permitted_by(role, custom.permissions if custom else ())
    refuse_raising(session, caller, account, permissions)
    return custom


def add_holder(session: Session, caller: Caller, account: Account, body: dict[str, Any]) -> str:
    """Let in whom a NewHolderBody names, a person or the linked bureau; returns its id."""
    custom = given_role(session, caller, account, body["role"], body["role_id"])
    if "bureau_prefix" in body:
        bureaus.grant(session, account, body["bureau_prefix"])
        return str(account.bureau_id)
    return actions.add_person(
        session,
        account,
        email=body["email"],
        role=body["role"],
        custom=custom,
        password=body.get("password"),
        wants_invitation=body.get("invite", False),
    )


def let_accountant_in(
    session: Session, caller: Caller, account: Account, body: dict[str, Any]
) -> Invitation:
    """Invite the accountant whom an AccountantBody names; another one is disconnected."""
    refuse_raising(session, caller, account, permitted_by("accountant"))
    return accountants.let_accountant_in(session, account, **body)


def locked_for_removal(session: Session, caller: Caller, prefix: str, user_id: str) -> Account:
    """The account, locked for putting this person out; everybody may leave by themselves."""
    account = locked_account_for(session, caller, prefix, needed_for(caller, user_id))
    refuse_frozen(session, account)
    return account


def needed_for(caller: Caller, user_id: str) -> Ability | None:
    """What one has to be allowed to look at a person in an account, or to put them out."""
    return None if caller.kind == "user" and caller.id == user_id else "settings"
