"""Changing one's e-mail over HTTP."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.email_changes import actions
from services.accounts.email_changes.models import EmailChange
from services.accounts.email_changes.schemas import (
    EmailChangeView,
    EmailConfirmationBody,
    NewEmailBody,
)
from services.accounts.users.people import person
from services.accounts.users.proof import locked_person, proved_person
from shared.auth.caller import Caller
from shared.errors import Missing
from shared.web.api import Access, Answer, Api

api = Api("email_changes")

ADDRESS = "/v1/me/email"


@api.write(
    "PUT",
    ADDRESS,
    body=NewEmailBody,
    out=EmailChangeView,
    status=202,
    codes=("forbidden", "too_many_requests"),
)
def change_email(session: Session, caller: Caller, body: dict[str, Any]) -> Answer:
    """Have a link mailed to the old address and to the new one; both have to be used."""
    user = proved_person(session, caller, body["password"])
    change = actions.ask(session, user, body["email"])
    return Answer(_view(change), headers={"Location": ADDRESS})


@api.read(ADDRESS, out=EmailChangeView, codes=("forbidden", "not_found"))
def get_email_change(session: Session, caller: Caller) -> dict[str, Any]:
    """The change that waits for a mailbox."""
    change = actions.waiting(session, person(session, caller).id)
    if change is None:
        raise Missing(actions.NO_CHANGE)
    return _view(change)


@api.write("DELETE", ADDRESS, status=204, codes=("forbidden", "not_found"))
def cancel_email_change(session: Session, caller: Caller) -> None:
    """Keep the e-mail as it is."""
    actions.cancel(session, locked_person(session, caller))


@api.write(
    "POST",
    f"{ADDRESS}/confirmation",
    access=Access.PUBLIC,
    body=EmailConfirmationBody,
    out=EmailChangeView,
    codes=("step_refused", "too_many_requests"),
)
def confirm_email_change(session: Session, _: Caller, body: dict[str, Any]) -> dict[str, Any]:
    """Take the token from the link of one mailbox; with the second one the e-mail changes."""
    return _view(actions.confirm(session, body["token"])[1])


def _view(change: EmailChange) -> dict[str, Any]:
    old, new = bool(change.old_confirmed_at), bool(change.new_confirmed_at)
    return {
        "email": change.email,
        "state": "changed" if old and new else "waiting",
        "old_confirmed": old,
        "new_confirmed": new,
        "expires_at": change.expires_at,
    }
