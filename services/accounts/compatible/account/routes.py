"""Signing in, the account, its users and the companies of a bureau at the compatible addresses."""

from typing import Any

import orjson
from flask import Response, current_app, request
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.access import (
    demand_lead,
    locked_account_for,
    permitted_by,
    refuse_raising,
)
from services.accounts.accounts.models import Account
from services.accounts.bureaus.actions import OWNER_IS_BUREAU, unlink_clients
from services.accounts.compatible.account.given import user_given
from services.accounts.compatible.account.opening import open_by_bureau, open_by_itself
from services.accounts.compatible.account.view import account_view
from services.accounts.compatible.api import CompatibleApi
from services.accounts.compatible.asking import Asked, read_body, token_in
from services.accounts.compatible.values import text_in, wrong
from services.accounts.deletions import actions as deletions
from services.accounts.limits.actions import Limit, count_try
from services.accounts.sessions import actions as sessions
from services.accounts.sessions.entering import enter
from services.accounts.sessions.routes import device
from services.accounts.tokens.actions import give
from services.accounts.users.actions import add_person
from services.accounts.users.models import Membership, User
from shared.context import Context, act_as
from shared.errors import Missing, Refused
from shared.texts import N_

api = CompatibleApi("compatible_account")

NAME = "login.json"
MOST = 1000  # Prefixes in one request.
NO_ACCOUNT = N_("The person has no account of their own.")
NOT_PREFIXES = N_("It is a prefix, or a list of at most 1000 of them.")
GIVEN_ROLES = {"owner": "admin"}
"""The owner's token is an administrator's: ownership is given away by the person alone."""


@api.on("POST", "/login.json")
def compatible_login(_: None, __: str | None) -> dict[str, Any]:
    """Sign in with `login` (the e-mail) and `password`, and `code` where a second factor is on.

    Gives a new API token.

    It is signed in as everybody does, so that all rules of that hold; the session ends at once,
    since the token is what the program goes on with.
    """
    body = read_body()
    email, password = text_in(body, "login") or "", text_in(body, "password") or ""
    database: sessionmaker[Session] = current_app.extensions["writing"]
    settings = current_app.extensions["settings"]
    if settings.rate_limits:
        count_try(database, [Limit(f"login from {request.remote_addr}", 100)])
    tokens = enter(
        database,
        email=email.strip().lower(),
        password=password,
        code=text_in(body, "code"),
        seconds=settings.access_token_seconds,
        device=device(),
        limited=settings.rate_limits,
    )
    sessions.sign_out_by_token(database, tokens.refresh_token)
    with database.begin() as session:
        act_as(session, Context(f"user/{tokens.user.id}"))
        membership = _membership(session, tokens.user)
        account = session.get_one(Account, membership.account_id)
        role = GIVEN_ROLES.get(membership.role, membership.role)
        given = give(
            session,
            account,
            name=NAME,
            role=role,
            role_id=membership.role_id,
            user_id=tokens.user.id,
        )
    return account_view(account, tokens.user, given[1])


@api.on("GET", "/account.json", may="see_documents")
def get_compatible_account(session: Session, asked: Asked) -> dict[str, Any]:
    """The account that the token is for."""
    user = session.get(User, asked.account.owner_id)
    return account_view(asked.account, user, asked.token)


@api.on("POST", "/account.json", status=201)
def create_compatible_account(_: None, named: str | None) -> Any:
    """Open an account: a firm signs up, or with a bureau's token the bureau adds a company.

    A prefix that is taken comes back changed.
    """
    body = read_body()
    if not token_in(body):
        return open_by_itself(body)
    view, status = open_by_bureau(body, named)
    return Response(orjson.dumps(view), status, mimetype="application/json")


@api.on("POST", "/account/add_user.json", may="settings")
def add_compatible_user(session: Session, asked: Asked) -> dict[str, Any]:
    """Let a person in, by their password or, with `invite`, by a mail."""
    account = locked_account_for(session, asked.caller, asked.account.prefix, "settings")
    given = user_given(asked.body)
    facts = {"email": given["email"], "role": given["role"]}
    refuse_raising(session, asked.caller, account, permitted_by(given["role"]))
    user_id = add_person(
        session,
        account,
        **facts,
        password=given.get("password"),
        wants_invitation=given.get("invite", False),
    )
    return {"code": "success", "message": "Użytkownik dodany", "user": {"id": user_id} | facts}


@api.on("POST", "/account/delete.json", may="settings")
def delete_compatible_account(session: Session, asked: Asked) -> dict[str, Any]:
    """Have a link mailed to the owner, who alone can confirm that the account is to go."""
    account = locked_account_for(session, asked.caller, asked.account.prefix, "settings")
    owner = session.get(User, account.owner_id)
    if owner is None:
        raise Refused(OWNER_IS_BUREAU, code="owner_is_bureau")
    deletions.ask(session, account, owner)
    return {"code": "success", "message": "Link potwierdzający usunięcie wysłano do właściciela"}


@api.on("PATCH", "/account/unlink.json", may="settings")
def unlink_compatible_accounts(session: Session, asked: Asked) -> Response:
    """Detach clients from the bureau whose token it is; one that the bureau owns stays."""
    demand_lead(session, asked.caller, asked.account)
    prefixes = _prefixes(asked.body.get("prefix", asked.parameters.getlist("prefix[]")))
    unlinked = unlink_clients(session, asked.account, prefixes)
    result = {
        "unlinked": [prefix for prefix in prefixes if prefix in unlinked],
        "not_unlinked": [prefix for prefix in prefixes if prefix not in unlinked],
    }
    said = {"code": "success", "message": "Konta odłączone", "result": result}
    if not unlinked:
        said |= {"code": "error", "message": "Brak kont do odłączenia"}
    return Response(orjson.dumps(said), 200 if unlinked else 422, mimetype="application/json")


def _prefixes(given: Any) -> list[str]:
    """The prefixes, each once, as they were written."""
    named = given if isinstance(given, list) else [given]
    if len(named) > MOST or not all(isinstance(each, str) for each in named):
        raise wrong("prefix", NOT_PREFIXES)
    return list(dict.fromkeys(named))


def _membership(session: Session, user: User) -> Membership:
    """The person's first account: one that is theirs before one that they were let into."""
    query = select(Membership).where(
        Membership.user_id == user.id, Membership.joined_at.is_not(None)
    )
    rank = Membership.role != "owner"
    found = session.scalars(query.order_by(rank, Membership.joined_at).limit(1)).one_or_none()
    if found is None:
        raise Missing(NO_ACCOUNT)
    return found
