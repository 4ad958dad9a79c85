"""Users and permissions of an account: the list, adding, one person, open invitations."""

from typing import Any

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.access import account_for, locked_account_for, permissions_in
from services.accounts.accounts.models import Account
from services.accounts.accounts.views import account_view
from services.accounts.bureaus import actions as bureaus
from services.accounts.invitations import actions as invitations
from services.accounts.invitations.models import Invitation
from services.accounts.pages.settings.frame import frame
from services.accounts.pages.settings.people.schemas import NewPersonForm, PeopleQuery, RoleForm
from services.accounts.roles.actions import roles_of_account
from services.accounts.roles.models import CustomRole
from services.accounts.users import actions, giving
from services.accounts.users.models import Holder
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_
from shared.web.lists import Page, paginate

pages = Pages("people")

USERS = "/account/<prefix>/settings/users"
ADD = f"{USERS}/add"
ONE = f"{USERS}/<user_id>"
INVITATION = "/account/<prefix>/settings/invitations/<invitation_id>"

INVITED = N_("The invitation is on its way to %(email)s. It is good for 14 days.")
ADDED = N_("%(email)s has access now. Tell them the password yourself.")
CHANGED = N_("The role is changed. It counts at once.")
REMOVED = N_("%(email)s has no access any more.")
LEFT = N_("You have left the account “%(prefix)s”.")
SENT_AGAIN = N_("A new invitation is on its way to %(email)s. The link before is dead.")
REVOKED = N_("The invitation to %(email)s is revoked.")


@pages.read(USERS, query=PeopleQuery)
def show_people(session: Session, caller: Caller, prefix: str, query: dict[str, Any]) -> Show:
    """Who is in the account, and its bureau; a prefix that was typed is looked up first."""
    account = account_for(session, caller, prefix, "settings")
    mine = select(Holder).where(Holder.account_id == account.id)
    people: Page[Holder] = paginate(session, mine, by=[Holder.id], limit=50, cursor=query["cursor"])
    typed = request.form.get("bureau_prefix", query["bureau_prefix"]).strip()
    return Show(
        "settings/people/list.html",
        **frame(session, account, "users"),
        account=account_view(session, account),
        bureau=session.get(Account, account.bureau_id) if account.bureau_id else None,
        people=people,
        is_first=query["cursor"] is None,
        invitations=_unanswered(session, account),
        typed=typed,
        found=bureaus.look_up(session, account, typed) if _is_asked(typed) else None,
    )


@pages.read(ADD)
def show_new_person(session: Session, caller: Caller, prefix: str) -> Show:
    """The form that lets somebody in, and what each role may do."""
    account = account_for(session, caller, prefix, "settings")
    template = "settings/people/add.html"
    return Show(template, **frame(session, account, "users"), roles=_roles(session, account))


@pages.write(ADD, form=NewPersonForm, again=show_new_person)
def add_person(session: Session, caller: Caller, prefix: str, form: dict[str, Any]) -> Go:
    """Let somebody in: with a password at once, else by an invitation."""
    account = locked_account_for(session, caller, prefix, "settings")
    has_password = "password" in form
    giving.add_holder(session, caller, account, form | {"invite": not has_password})
    notice = ADDED if has_password else INVITED
    return Go(f"/account/{account.prefix}/settings/users", notice, email=form["email"])


@pages.read(ONE)
def show_person(session: Session, caller: Caller, prefix: str, user_id: str) -> Show | Go:
    """One person and what may be done about them; everybody may look at themselves."""
    account = account_for(session, caller, prefix, giving.needed_for(caller, user_id))
    holder = actions.holder(session, account, user_id)
    if holder.kind == "bureau":
        return Go(f"/account/{account.prefix}/settings/users#bureau")
    return Show(
        "settings/people/person.html",
        **frame(session, account, "users"),
        person=holder,
        is_me=caller.id == holder.id,
        may_change="settings" in permissions_in(session, caller, account),
        roles=_roles(session, account),
    )


@pages.write(ONE, form=RoleForm, again=show_person)
def change_person(
    session: Session, caller: Caller, prefix: str, user_id: str, form: dict[str, Any]
) -> Go:
    """Give a person another role."""
    account = locked_account_for(session, caller, prefix, "settings")
    custom = giving.given_role(session, caller, account, **form)
    actions.change_role(session, account, user_id, form["role"], custom)
    if caller.id == user_id:  # With the new role they may not see the list any more.
        return Go("/", CHANGED)
    return Go(f"/account/{account.prefix}/settings/users", CHANGED)


@pages.write(f"{ONE}/remove", again=show_person)
def remove_person(session: Session, caller: Caller, prefix: str, user_id: str) -> Go:
    """Put a person out of the account, or leave it oneself."""
    account = giving.locked_for_removal(session, caller, prefix, user_id)
    holder = actions.holder(session, account, user_id)
    email, is_me = holder.email, caller.id == holder.id
    actions.remove(session, account, user_id)
    if is_me:
        return Go("/", LEFT, prefix=account.prefix)
    return Go(f"/account/{account.prefix}/settings/users", REMOVED, email=email)


def show_people_again(session: Session, caller: Caller, prefix: str, **_: str) -> Show:
    """The list once more, after something on it was refused."""
    return show_people(session, caller, prefix, {"bureau_prefix": "", "cursor": None})  # type: ignore[no-any-return]


@pages.write(f"{INVITATION}/resend", again=show_people_again)
def resend_invitation(session: Session, caller: Caller, prefix: str, invitation_id: str) -> Go:
    """Mail an invitation again."""
    account = locked_account_for(session, caller, prefix, "settings")
    invitation = invitations.locked_of(session, account, invitation_id)
    invitations.resend(session, invitation)
    address = f"/account/{account.prefix}/settings/users"
    return Go(address, SENT_AGAIN, email=invitation.email)


@pages.write(f"{INVITATION}/revoke", again=show_people_again)
def revoke_invitation(session: Session, caller: Caller, prefix: str, invitation_id: str) -> Go:
    """Take an invitation back."""
    account = locked_account_for(session, caller, prefix, "settings")
    email = invitations.locked_of(session, account, invitation_id).email
    actions.revoke_place(session, account, invitation_id)
    return Go(f"/account/{account.prefix}/settings/users", REVOKED, email=email)


def _unanswered(session: Session, account: Account) -> list[Invitation]:
    """The invitations that nobody has answered, the newest first; some may have run out."""
    query = invitations.unanswered_of(account).order_by(Invitation.id.desc())
    return list(session.scalars(query))


def _roles(session: Session, account: Account) -> list[CustomRole]:
    return list(session.scalars(roles_of_account(account).order_by(CustomRole.name_key)))


def _is_asked(typed: str) -> bool:
    """Only to look: what a form sent and was refused is not looked up once more."""
    return bool(typed) and request.method == "GET"
