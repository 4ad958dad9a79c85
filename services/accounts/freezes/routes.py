"""Objecting to a new owner, and deciding, over HTTP."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.freezes import actions
from services.accounts.freezes.models import Freeze
from services.accounts.freezes.schemas import (
    DecisionBody,
    FreezeView,
    ObjectionBody,
    ObjectionView,
)
from services.accounts.operators.actions import demand_operator
from shared.auth.caller import Caller
from shared.web.api import Access, Api
from shared.web.lists import ListQuery, Page, page_of, paginate
from shared.web.versions import check_if_match

api = Api("freezes")

FROZEN = "/v1/frozen_accounts"
ONE = f"{FROZEN}/<account_id>"


@api.write(
    "POST",
    "/v1/objections",
    access=Access.PUBLIC,
    body=ObjectionBody,
    out=ObjectionView,
    codes=("not_found", "step_refused", "too_many_requests"),
)
def object_to_owner(session: Session, _: Caller, body: dict[str, Any]) -> Freeze:
    """Say by the token from the mail that the owner should not have changed: it is frozen."""
    return actions.object_to_owner(session, body["token"])


@api.read(FROZEN, query=ListQuery, out=page_of(FreezeView), codes=("forbidden",))
def list_frozen_accounts(session: Session, caller: Caller, query: dict[str, Any]) -> Page[Freeze]:
    """The accounts that wait for an operator's decision."""
    demand_operator(caller)
    return paginate(session, actions.frozen(), by=[Freeze.id], **query)


@api.write(
    "POST", f"{ONE}/keep", body=DecisionBody, out=FreezeView, codes=("forbidden", "not_found")
)
def keep_owner(session: Session, caller: Caller, account_id: str, body: dict[str, Any]) -> Freeze:
    """Leave the account with its new owner, for a reason that all sides are told."""
    demand_operator(caller)
    freeze = actions.locked_freeze(session, account_id)
    check_if_match(freeze.version)
    actions.keep(session, freeze, body["reason"])
    return freeze


@api.write(
    "POST",
    f"{ONE}/give_back",
    body=DecisionBody,
    out=FreezeView,
    codes=("forbidden", "not_found", "module_inactive"),
)
def give_account_back(
    session: Session, caller: Caller, account_id: str, body: dict[str, Any]
) -> Freeze:
    """Give the account back to its former owner, for a reason that all sides are told."""
    demand_operator(caller)
    freeze = actions.locked_freeze(session, account_id)
    check_if_match(freeze.version)
    actions.give_back(session, freeze, body["reason"])
    return freeze
