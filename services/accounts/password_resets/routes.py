"""A forgotten password over HTTP."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.password_resets import actions
from services.accounts.password_resets.schemas import AskBody, CompleteBody
from services.accounts.users.models import User
from services.accounts.users.schemas import UserView
from shared.auth.caller import Caller
from shared.web.api import Access, Api

api = Api("password_resets")

ADDRESS = "/v1/password_resets"


@api.write(
    "POST",
    ADDRESS,
    access=Access.PUBLIC,
    body=AskBody,
    status=202,
    codes=("too_many_requests",),
)
def ask_for_password_reset(session: Session, _: Caller, body: dict[str, Any]) -> None:
    """Have a link mailed, good for an hour; the answer is the same whoever is known here."""
    actions.ask(session, body["email"])


@api.write(
    "POST",
    f"{ADDRESS}/complete",
    access=Access.PUBLIC,
    body=CompleteBody,
    out=UserView,
    codes=("too_many_requests",),
)
def complete_password_reset(session: Session, _: Caller, body: dict[str, Any]) -> User:
    """Choose a new password by the token from the link; it ends every session."""
    return actions.complete(session, **body)
