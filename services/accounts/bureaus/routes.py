"""The bureau of an account over HTTP."""

from typing import Any

from flask import request
from sqlalchemy.orm import Session

from services.accounts.access import locked_account_for
from services.accounts.accounts.schemas import AccountView
from services.accounts.accounts.views import account_view
from services.accounts.bureaus import actions
from services.accounts.bureaus.schemas import LinkBody
from shared.auth.caller import Caller
from shared.web.api import Api
from shared.web.versions import check_if_match

api = Api("bureaus")

ADDRESS = "/v1/accounts/<prefix>/bureau"


def _settled(session: Session, **_: str) -> bool:
    given = request.get_json(silent=True)
    named = given.get("bureau_prefix") if isinstance(given, dict) else None
    return not isinstance(named, str) or actions.may_settle(session, named)


@api.write(
    "PUT",
    ADDRESS,
    body=LinkBody,
    out=AccountView,
    settles=_settled,
    codes=(
        "forbidden",
        "bureau_unknown",
        "module_inactive",
        "owner_is_bureau",
        "package_not_ready",
        "step_refused",
    ),
)
def link_bureau(
    session: Session, caller: Caller, prefix: str, body: dict[str, Any]
) -> dict[str, Any]:
    """Name the bureau that serves the account; it replaces another one."""
    account = locked_account_for(session, caller, prefix, "settings")
    check_if_match(account.version)
    actions.link(session, account, **body)
    return account_view(session, account)


@api.write(
    "DELETE",
    ADDRESS,
    status=204,
    codes=("forbidden", "owner_is_bureau", "package_not_ready"),
)
def unlink_bureau(session: Session, caller: Caller, prefix: str) -> None:
    """End the co-operation with the bureau."""
    account = locked_account_for(session, caller, prefix, "settings")
    check_if_match(account.version)
    actions.unlink(session, account)
