"""API tokens over HTTP, and the access tokens that products get for them."""

from typing import Any

from flask import current_app, request
from sqlalchemy.orm import Session

from services.accounts.access import account_for, locked_account_for
from services.accounts.sessions.access_tokens import for_product
from services.accounts.tokens import actions
from services.accounts.tokens.models import ApiToken
from services.accounts.tokens.schemas import (
    AccessTokenView,
    ApiTokenView,
    GivenTokenView,
    NewTokenBody,
)
from shared.auth.caller import Caller
from shared.errors import Invalid, Unauthenticated
from shared.texts import N_
from shared.web.api import Access, Answer, Api
from shared.web.lists import ListQuery, Page, page_of, paginate

api = Api("tokens")

ADDRESS = "/v1/accounts/<prefix>/api_tokens"

ONLY_GRANT = N_("The only grant_type is client_credentials.")
NO_BASIC = N_("Send the API token's id and secret by HTTP Basic.")


@api.write("POST", ADDRESS, body=NewTokenBody, out=GivenTokenView, status=201, codes=("forbidden",))
def give_api_token(session: Session, caller: Caller, prefix: str, body: dict[str, Any]) -> Answer:
    """A new API token; its secret is shown this once."""
    account = locked_account_for(session, caller, prefix, "settings")
    token, text = actions.give_by(session, caller, account, **body)
    location = f"/v1/accounts/{account.prefix}/api_tokens/{token.id}"
    shown = {"id": token.id, "name": token.name, "role": token.role, "token": text}
    return Answer(shown | {"created_at": token.created_at}, headers={"Location": location})


@api.read(ADDRESS, query=ListQuery, out=page_of(ApiTokenView), codes=("forbidden",))
def list_api_tokens(
    session: Session, caller: Caller, prefix: str, query: dict[str, Any]
) -> Page[ApiToken]:
    """The account's API tokens, without their secrets."""
    account = account_for(session, caller, prefix, "settings")
    return paginate(session, actions.tokens_of(account.id), by=[ApiToken.id], **query)


@api.write("DELETE", f"{ADDRESS}/<token_id>", status=204, codes=("forbidden",))
def revoke_api_token(session: Session, caller: Caller, prefix: str, token_id: str) -> None:
    """Shut the product out."""
    account = locked_account_for(session, caller, prefix, "settings")
    actions.revoke(session, account, token_id)


@api.write(
    "POST",
    "/v1/oauth/token",
    access=Access.PUBLIC,
    takes=("application/x-www-form-urlencoded",),
    out=AccessTokenView,
    codes=("unauthenticated", "too_many_requests"),
)
def give_access_token(session: Session, _: Caller) -> Answer:
    """An access token for a product (OAuth 2.0, client_credentials)."""
    if request.form.get("grant_type") != "client_credentials":
        where = [{"pointer": "/grant_type", "detail": ONLY_GRANT}]
        raise Invalid(ONLY_GRANT, errors=where)
    given = request.authorization
    if given is None or given.type != "basic" or not given.username:
        raise Unauthenticated(NO_BASIC)
    token = actions.prove(session, given.username, given.password or "")
    seconds = int(current_app.extensions["settings"].access_token_seconds)
    answer = {
        "access_token": for_product(session, token, seconds=seconds),
        "token_type": "Bearer",
        "expires_in": seconds,
    }
    return Answer(answer, headers={"Cache-Control": "no-store"})
