"""Who asks, in which account, for what: tokens, prefixes and bodies as Fakturownia takes them."""

import hmac
import ipaddress
import json
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from services.accounts.access import Ability, account_for, roles_in
from services.accounts.accounts.models import Account
from services.accounts.accounts.prefixes import folded
from services.accounts.digests import digest
from services.accounts.tokens.models import ApiToken
from shared.auth.caller import Caller
from shared.errors import Malformed, Unauthenticated
from shared.texts import N_

NOT_LOGGED_IN = "You must be logged in to gain access to the site"  # Programs wait for it.
NOT_JSON = N_("The body is not JSON: %(error)s")
NOT_AN_OBJECT = N_("The body is a JSON object.")


@dataclass(frozen=True)
class Asked:
    """One request: whose it is, the account it is about, its parameters and body."""

    session: Session
    caller: Caller
    account: Account
    token: str
    parameters: MultiDict[str, str]
    body: dict[str, Any]

    def in_account(self, prefix: str | None, may: Ability) -> "Asked":
        """The same in the account that the path or the host names, where `may` is allowed.

        Raises Missing for an account that the caller may not see.
        """
        named = prefix or self._host_prefix() or self.account.prefix
        return replace(self, account=account_for(self.session, self.caller, named, may))

    def _host_prefix(self) -> str | None:
        """The first label of the host, if it is an account in which the caller has a role."""
        host = request.host.rpartition(":")[0] or request.host
        label = folded(host.partition(".")[0])
        if label == self.account.prefix or _is_address(host):
            return None
        query = select(Account).where(Account.prefix == label)
        account = self.session.scalars(query).one_or_none()
        return label if account and roles_in(self.session, self.caller, account) else None


def asked_by(session: Session, body: dict[str, Any]) -> Asked:
    """The request of whoever holds the API token in it; Unauthenticated without one."""
    text = token_in(body)
    secret, _, prefix = text.partition("/")
    found = session.scalars(select(ApiToken).where(ApiToken.digest == digest(secret)))
    token = found.one_or_none()
    if token is None or token.revoked_at or not hmac.compare_digest(token.digest, digest(secret)):
        raise Unauthenticated(NOT_LOGGED_IN)
    account = session.get_one(Account, token.account_id)
    if prefix and folded(prefix) != account.prefix:
        raise Unauthenticated(NOT_LOGGED_IN)
    return Asked(session, caller_with(token), account, text, request.args, body)


def caller_with(token: ApiToken) -> Caller:
    """The program that holds the token."""
    return Caller(id=token.id, kind="product", roles={token.account_id: token.role})


def read_body() -> dict[str, Any]:
    """The JSON body, its numbers exact; a form gives its fields as they are."""
    if request.form:
        return dict(request.form.items())
    raw = request.get_data()
    if not raw.strip():
        return {}
    try:
        body = json.loads(raw, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise Malformed(NOT_JSON, error=str(error)) from error
    if not isinstance(body, dict):
        raise Malformed(NOT_AN_OBJECT)
    return body


def token_in(body: dict[str, Any]) -> str:
    """The API token in the request, empty where there is none."""
    given = request.authorization
    if given and given.type == "bearer" and given.token:
        return given.token
    return str(request.args.get("api_token") or body.get("api_token") or "")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
