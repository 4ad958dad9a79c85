"""Invitations over HTTP, by the token from the mail."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.invitations import acceptance, actions
from services.accounts.invitations.models import Invitation
from services.accounts.invitations.schemas import AcceptBody, AcceptedView, InvitationView
from shared.auth.caller import Caller
from shared.web.api import Access, Api

api = Api("invitations")

ADDRESS = "/v1/invitations/<token>"


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
