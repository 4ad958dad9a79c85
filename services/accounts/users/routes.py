"""People over HTTP: oneself, and who is in an account."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.access import account_for, locked_account_for
from services.accounts.invitations.models import Invitation
from services.accounts.invitations.schemas import InvitationView
from services.accounts.users import accountants, actions, giving, verification
from services.accounts.users.me import me_view
from services.accounts.users.models import Holder, User
from services.accounts.users.people import person
from services.accounts.users.profile import change_profile
from services.accounts.users.schemas import (
    AccountantBody,
    EmailProofBody,
    HolderView,
    MeView,
    NewHolderBody,
    ProfileBody,
    RoleBody,
    UserView,
)
from shared.auth.caller import Caller
from shared.web.api import Access, Answer, Api
from shared.web.lists import ListQuery, Page, page_of, paginate
from shared.web.versions import check_if_match

api = Api("users")

USERS = "/v1/accounts/<prefix>/users"
ONE = f"{USERS}/<user_id>"
ACCOUNTANT = "/v1/accounts/<prefix>/accountant_access"


@api.read("/v1/me", out=MeView, codes=("forbidden",))
def get_me(session: Session, caller: Caller) -> dict[str, Any]:
    """The person who calls, their accounts, and the accounts offered to them."""
    return me_view(session, person(session, caller))


@api.write(
    "PATCH",
    "/v1/me",
    body=ProfileBody,
    out=UserView,
    codes=("forbidden", "too_many_requests"),
)
def change_me(session: Session, caller: Caller, body: dict[str, Any]) -> User:
    """Change one's name or password; a new password ends all other sessions."""
    return change_profile(session, caller, body)


@api.write(
    "POST",
    "/v1/me/email_verification",
    access=Access.PUBLIC,
    body=EmailProofBody,
    out=UserView,
    codes=("forbidden",),
)
def verify_email(session: Session, caller: Caller, body: dict[str, Any]) -> User:
    """Take the token from the link that was mailed; of who is signed in, only their own."""
    user = None if caller.kind == "nobody" else person(session, caller)
    return verification.verify_email(session, body["token"], user)


@api.write("POST", "/v1/me/email_verification/mail", status=204, codes=("forbidden",))
def mail_email_verification(session: Session, caller: Caller) -> None:
    """Mail the link once more."""
    verification.mail_proof(session, person(session, caller))


@api.read(USERS, query=ListQuery, out=page_of(HolderView), codes=("forbidden",))
def list_users(
    session: Session, caller: Caller, prefix: str, query: dict[str, Any]
) -> Page[Holder]:
    """Who holds a role in the account: its people and the bureau."""
    account = account_for(session, caller, prefix, "settings")
    mine = select(Holder).where(Holder.account_id == account.id)
    return paginate(session, mine, by=[Holder.id], **query)


@api.write(
    "POST",
    USERS,
    body=NewHolderBody,
    out=HolderView,
    status=201,
    codes=("forbidden", "bureau_unknown", "owner_is_bureau", "step_refused"),
)
def add_user(session: Session, caller: Caller, prefix: str, body: dict[str, Any]) -> Answer:
    """Let a person in, or the linked bureau itself."""
    account = locked_account_for(session, caller, prefix, "settings")
    holder = actions.holder(session, account, giving.add_holder(session, caller, account, body))
    return Answer(holder, headers={"Location": f"/v1/accounts/{account.prefix}/users/{holder.id}"})


@api.write(
    "PATCH",
    ONE,
    body=RoleBody,
    out=HolderView,
    codes=("forbidden", "last_owner", "owner_is_bureau", "step_refused"),
)
def change_user(
    session: Session, caller: Caller, prefix: str, user_id: str, body: dict[str, Any]
) -> Holder:
    """Give a person another role; the owner's changes by a transfer only."""
    account = locked_account_for(session, caller, prefix, "settings")
    check_if_match(actions.holder(session, account, user_id).version)
    custom = giving.given_role(session, caller, account, **body)
    actions.change_role(session, account, user_id, body["role"], custom)
    return actions.holder(session, account, user_id)


@api.write("DELETE", ONE, status=204, codes=("forbidden", "last_owner", "owner_is_bureau"))
def remove_user(session: Session, caller: Caller, prefix: str, user_id: str) -> None:
    """Put a person or the bureau out of the account; everybody may leave by themselves."""
    account = giving.locked_for_removal(session, caller, prefix, user_id)
    check_if_match(actions.holder(session, account, user_id).version)
    actions.remove(session, account, user_id)


@api.write(
    "PUT",
    ACCOUNTANT,
    body=AccountantBody,
    out=InvitationView,
    status=201,
    codes=("forbidden", "step_refused"),
)
def let_accountant_in(
    session: Session, caller: Caller, prefix: str, body: dict[str, Any]
) -> Invitation:
    """Invite an accountant who has no bureau here; another one is disconnected."""
    account = locked_account_for(session, caller, prefix, "settings")
    return giving.let_accountant_in(session, caller, account, body)


@api.write("DELETE", ACCOUNTANT, status=204, codes=("forbidden",))
def disconnect_accountant(session: Session, caller: Caller, prefix: str) -> None:
    """End the accountant's access at once."""
    account = locked_account_for(session, caller, prefix, "settings")
    accountants.disconnect_accountant(session, account)
