"""Accounts over HTTP."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import account_for, locked_account_for
from services.accounts.accounts import actions
from services.accounts.accounts.schemas import AccountView, CompanyChangeBody, SignUpBody
from services.accounts.accounts.views import account_view
from shared.auth.caller import Caller
from shared.web.api import Access, Answer, Api
from shared.web.versions import check_if_match

api = Api("accounts")

ADDRESS = "/v1/accounts/<prefix>"


@api.write(
    "POST",
    "/v1/accounts",
    access=Access.PUBLIC,
    body=SignUpBody,
    out=AccountView,
    status=201,
    codes=("prefix_taken", "too_many_requests"),
)
def sign_up(session: Session, _: Caller, body: dict[str, Any]) -> Answer:
    """Open an account for a firm and the person who owns it."""
    account = actions.sign_up(
        session, prefix=body["prefix"], company=body["company"], **body["owner"]
    )
    location = {"Location": f"/v1/accounts/{account.prefix}"}
    return Answer(account_view(session, account), headers=location)


@api.read(ADDRESS, out=AccountView)
def get_account(session: Session, caller: Caller, prefix: str) -> dict[str, Any]:
    """One account, for those who have a role in it."""
    return account_view(session, account_for(session, caller, prefix, "see_documents"))


@api.write("PATCH", ADDRESS, body=CompanyChangeBody, out=AccountView, codes=("forbidden",))
def change_account(
    session: Session, caller: Caller, prefix: str, body: dict[str, Any]
) -> dict[str, Any]:
    """Change the firm's data; members that are left out stay as they are."""
    account = locked_account_for(session, caller, prefix, "settings")
    check_if_match(account.version)
    actions.change_company(session, account, body["company"])
    return account_view(session, account)
