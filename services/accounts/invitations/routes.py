"""Invitations over HTTP: by the token from the mail, and as an account's people see them."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import account_for, locked_account_for
from services.accounts.invitations import acceptance, actions
from services.accounts.invitations.models import Invitation
from services.accounts.invitations.schemas import AcceptBody, AcceptedView, InvitationView
from services.accounts.users.actions import revoke_place
from shared.auth.caller import Caller
from shared.web.api import Access, Api
from shared.web.lists import ListQuery, Page, page_of, paginate

api = Api("invitations")

ADDRESS = "/v1/invitations/<token>"
INVITATIONS = "/v1/accounts/<prefix>/invitations"
ONE = f"{INVITATIONS}/<invitation_id>"


@api.read(ADDRESS, access=Access.PUBLIC, out=InvitationView, codes=("not_found",))
def get_invitation(session: Session, _: Caller, token: str) -> Invitation:
    """What the invitation is for."""
    return actions.find(session, token)


@api.write(
    "POST",
    f"{ADDRESS}/accept",
    access=Access.PUBLIC,
    body=AcceptBody,
    out=AcceptedView,
    codes=("not_found", "forbidden", "step_refused", "too_many_requests"),
)
def accept_invitation(
    session: Session, caller: Caller, token: str, body: dict[str, Any]
) -> Invitation:
    """Accept it, signed in or with a name and a password."""
    return acceptance.accept(session, caller, token, **body)


@api.read(INVITATIONS, query=ListQuery, out=page_of(InvitationView), codes=("forbidden",))
def list_invitations(
    session: Session, caller: Caller, prefix: str, query: dict[str, Any]
) -> Page[Invitation]:
    """The account's invitations and what became of them, the newest first."""
    account = account_for(session, caller, prefix, "settings")
    mine = actions.invitations_of(account)
    return paginate(session, mine, by=[Invitation.id], descending=True, **query)


@api.write(
    "POST",
    f"{ONE}/resend",
    out=InvitationView,
    codes=("forbidden", "step_refused", "too_many_requests"),
)
def resend_invitation(
    session: Session, caller: Caller, prefix: str, invitation_id: str
) -> Invitation:
    """Mail a new link, good for 14 days from now; the old one is dead."""
    account = locked_account_for(session, caller, prefix, "settings")
    invitation = actions.locked_of(session, account, invitation_id)
    actions.resend(session, invitation)
    return invitation


@api.write("DELETE", ONE, status=204, codes=("forbidden", "step_refused"))
def revoke_invitation(session: Session, caller: Caller, prefix: str, invitation_id: str) -> None:
    """Take an invitation back; the place that was kept is free."""
    account = locked_account_for(session, caller, prefix, "settings")
    revoke_place(session, account, invitation_id)
