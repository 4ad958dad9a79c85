"""Deleting an account over HTTP; its owner alone does it."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import account_for, locked_account_for
from services.accounts.deletions import actions
from services.accounts.deletions.models import Deletion
from services.accounts.deletions.schemas import ConfirmationBody, DeletionView
from services.accounts.users.people import person
from shared.auth.caller import Caller
from shared.web.api import Api

api = Api("deletions")

ADDRESS = "/v1/accounts/<prefix>/deletion"
REFUSALS = (
    "forbidden",
    "owner_is_bureau",
    "transfer_pending",
    "ownership_fresh",
    "package_not_ready",
    "account_frozen",
    "step_refused",
)


@api.write("POST", ADDRESS, out=DeletionView, status=201, codes=REFUSALS)
def ask_for_deletion(session: Session, caller: Caller, prefix: str) -> Deletion:
    """Have a link mailed that confirms the deletion; asked again, a new one."""
    account = locked_account_for(session, caller, prefix, "transfer_ownership")
    return actions.ask(session, account, person(session, caller))


@api.write("POST", f"{ADDRESS}/confirm", body=ConfirmationBody, out=DeletionView, codes=REFUSALS)
def confirm_deletion(
    session: Session, caller: Caller, prefix: str, body: dict[str, Any]
) -> Deletion:
    """Confirm by the token from the mail; the account goes in 30 days."""
    account = locked_account_for(session, caller, prefix, "transfer_ownership")
    return actions.confirm(session, account, body["token"])


@api.read(ADDRESS, out=DeletionView, codes=("forbidden", "not_found"))
def get_deletion(session: Session, caller: Caller, prefix: str) -> Deletion:
    """The deletion that is asked for or confirmed."""
    return actions.required(session, account_for(session, caller, prefix, "settings"))


@api.write("DELETE", ADDRESS, status=204, codes=("forbidden", "not_found"))
def withdraw_deletion(session: Session, caller: Caller, prefix: str) -> None:
    """Take the deletion back: the account stays."""
    account = locked_account_for(session, caller, prefix, "transfer_ownership")
    actions.withdraw(session, account)
