"""Opening accounts for programs: a firm signs up, or a bureau adds a company."""

import time
from typing import Any

from flask import current_app, request
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.access import demand_lead
from services.accounts.accounts.actions import sign_up
from services.accounts.companies import actions as companies
from services.accounts.companies.models import WantedCompany
from services.accounts.compatible.account.given import (
    company_given,
    owner_given,
    part,
    prefix_given,
)
from services.accounts.compatible.account.view import account_view, url_of
from services.accounts.compatible.asking import Asked, asked_by
from services.accounts.compatible.values import text_in
from services.accounts.limits.actions import Limit, count_try
from services.accounts.tokens.actions import give
from services.accounts.users.models import User
from shared.context import Context, act_as
from shared.web.waiting import LONGEST, wait_until

NAME = "account.json"
A_MINUTE = 60
WAITING = "Konto jest zakładane; powstanie, gdy odpowie moduł biura."
"""What a program is told while the bureau service is away; like all else that it shows people."""


def open_by_itself(body: dict[str, Any]) -> dict[str, Any]:
    """A firm signs up; the program goes on with a token of its owner."""
    database: sessionmaker[Session] = current_app.extensions["writing"]
    if current_app.extensions["settings"].rate_limits:
        count_try(database, [Limit(f"sign-up from {request.remote_addr}", A_MINUTE)])
    prefix, company, owner = prefix_given(body), company_given(body), owner_given(body)
    with database.begin() as session:
        act_as(session, _context("nobody/"))
        free = companies.free_prefix(session, prefix)
        account = sign_up(session, prefix=free, company=company, **owner)
        user = session.get_one(User, account.owner_id)
        _, token = give(session, account, name=NAME, role="admin", user_id=user.id)
        return account_view(account, user, token)


def open_by_bureau(body: dict[str, Any], named: str | None) -> tuple[dict[str, Any], int]:
    """A bureau adds a company, for which it waits 10 s at most; the answer and its status.

    The bureau's own token reaches the account: one of the account's own would outlast the
    bureau's right to it. A prefix that was taken meanwhile is changed, as long as there is time.
    """
    end, tried = time.monotonic() + LONGEST, set[str]()
    while True:
        token, wanted = _want(body, named, tried)
        found = _wait(wanted, end - time.monotonic())
        if found is None:
            return _still_waiting(wanted, token), 202
        if found.account:
            return account_view(found.account, None, token), 201
        if found.refusal and (found.refusal.code != "prefix_taken" or time.monotonic() > end):
            raise found.refusal
        tried.add(wanted.prefix)


def _want(body: dict[str, Any], named: str | None, tried: set[str]) -> tuple[str, WantedCompany]:
    database: sessionmaker[Session] = current_app.extensions["writing"]
    with database.begin() as session:
        asked: Asked = asked_by(session, body)
        bureau = asked.in_account(named, "settings").account
        demand_lead(session, asked.caller, bureau)
        act_as(session, _context(asked.caller.actor))
        wanted = companies.want(
            session,
            bureau,
            prefix=companies.free_prefix(session, prefix_given(body), tried),
            company=company_given(body),
            client_email=text_in(part(body, "user"), "email"),
        )
    return asked.token, wanted


def _wait(wanted: WantedCompany, seconds: float) -> companies.Outcome | None:
    reading: sessionmaker[Session] = current_app.extensions["reading"]
    return wait_until(
        reading, lambda session: companies.outcome(session, wanted.id), max(seconds, 0)
    )


def _still_waiting(wanted: WantedCompany, token: str) -> dict[str, Any]:
    named = {"prefix": wanted.prefix, "url": url_of(wanted.prefix), "api_token": token}
    return {"code": "accepted", "message": WAITING} | named


def _context(actor: str) -> Context:
    request_id = request.environ["biurko.request_id"]
    return Context(actor, cause=request_id, correlation=request_id)
