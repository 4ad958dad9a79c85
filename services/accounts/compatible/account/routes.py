"""Signing in, and the account, at the compatible addresses."""

from typing import Any

from flask import current_app, request
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.accounts.models import Account
from services.accounts.compatible.api import CompatibleApi
from services.accounts.compatible.asking import Asked, read_body
from services.accounts.compatible.values import text_in
from services.accounts.limits.actions import Limit, count_try
from services.accounts.sessions import actions as sessions
from services.accounts.tokens.actions import give
from services.accounts.users.models import Membership, User
from shared.context import Context, act_as
from shared.errors import Missing
from shared.texts import N_

api = CompatibleApi("compatible_account")

NAME = "login.json"
A_MINUTE = 10
NO_ACCOUNT = N_("The person has no account of their own.")
GIVEN_ROLES = {"owner": "admin"}
"""The owner's token is an administrator's: ownership is given away by the person alone."""


@api.on("POST", "/login.json")
def compatible_login(_: None, __: None) -> dict[str, Any]:
    """Sign in with `login` (the e-mail) and `password`; gives a new API token.

    It is signed in as everybody does, so that all rules of that hold; the session ends at once,
    since the token is what the program goes on with.
    """
    body = read_body()
    email, password = text_in(body, "login") or "", text_in(body, "password") or ""
    database: sessionmaker[Session] = current_app.extensions["writing"]
    settings = current_app.extensions["settings"]
    if settings.rate_limits:
        limits = [Limit(f"login {email.lower()}", A_MINUTE)]
        count_try(database, [*limits, Limit(f"login from {request.remote_addr}", 100)])
    seconds = settings.access_token_seconds
    tokens = sessions.sign_in(database, email=email, password=password, seconds=seconds)
    sessions.sign_out_by_token(database, tokens.refresh_token)
    with database.begin() as session:
        act_as(session, Context(f"user/{tokens.user.id}"))
        membership = _membership(session, tokens.user)
        account = session.get_one(Account, membership.account_id)
        role = GIVEN_ROLES.get(membership.role, membership.role)
        given = give(session, account, name=NAME, role=role)
    return _view(account, tokens.user, given[1])


@api.on("GET", "/account.json", may="see_documents")
def get_compatible_account(session: Session, asked: Asked) -> dict[str, Any]:
    """The account that the token is for."""
    user = session.get(User, asked.account.owner_id)
    return _view(asked.account, user, asked.token)


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


def _view(account: Account, user: User | None, token: str) -> dict[str, Any]:
    first, _, last = (user.name or "").partition(" ") if user else ("", "", "")
    public: str = current_app.extensions["settings"].public_url
    return {
        "prefix": account.prefix,
        "api_token": token,
        "url": f"{public}/{account.prefix}",
        "login": user.email if user else None,
        "email": user.email if user else account.company.get("email"),
        "first_name": first or None,
        "last_name": last or None,
        "company_name": account.company["name"],
        "tax_no": account.tax_no,
    }
