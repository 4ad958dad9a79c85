"""Signing in and out over HTTP."""

from typing import Any

from flask import current_app, request
from sqlalchemy.orm import Session

from services.accounts.sessions import actions
from services.accounts.sessions.actions import Sessions, Tokens
from services.accounts.sessions.devices import Device, device_from
from services.accounts.sessions.entering import enter
from services.accounts.sessions.models import SignIn
from services.accounts.sessions.schemas import RefreshBody, SessionView, SignInBody, TokensView
from services.accounts.users.people import person
from shared.auth.caller import Caller
from shared.auth.tokens import NO_TOKEN
from shared.errors import Unauthenticated
from shared.web.api import Access, Answer, Api, Runs
from shared.web.lists import ListQuery, Page, mapped, page_of, paginate
from shared.web.requests import read_json

api = Api("sessions")

NOT_STORED = {"Cache-Control": "no-store"}


@api.write(
    "POST",
    "/v1/sessions",
    access=Access.PUBLIC,
    runs=Runs.OWN,
    body=SignInBody,
    out=TokensView,
    status=201,
    codes=("unauthenticated", "second_factor_required", "too_many_requests"),
)
def sign_in(_: None, __: Caller, body: dict[str, Any]) -> Answer:
    """Sign a person in; whoever has a second factor sends its `code` too."""
    limited = current_app.extensions["settings"].rate_limits
    return _answer(enter(_sessions(), **body, seconds=_seconds(), device=device(), limited=limited))


@api.write(
    "POST",
    "/v1/sessions/refresh",
    access=Access.PUBLIC,
    runs=Runs.OWN,
    body=RefreshBody,
    out=TokensView,
    codes=("unauthenticated", "too_many_requests"),
)
def refresh_session(_: None, __: Caller, body: dict[str, Any]) -> Answer:
    """Get new tokens for a refresh token, which is spent by it."""
    return _answer(actions.refresh(_sessions(), **body, seconds=_seconds()))


@api.write(
    "DELETE",
    "/v1/sessions/current",
    access=Access.PUBLIC,
    runs=Runs.OWN,
    status=204,
    codes=("unauthenticated",),
)
def sign_out(_: None, caller: Caller) -> None:
    """End the session of the access token, or of the `refresh_token` in the body."""
    if request.content_length:
        actions.sign_out_by_token(_sessions(), read_json(RefreshBody)["refresh_token"])
    if caller.kind == "user" and caller.session_id:
        actions.sign_out(_sessions(), caller.session_id)
    elif not request.content_length:
        raise Unauthenticated(NO_TOKEN)


@api.read("/v1/me/sessions", query=ListQuery, out=page_of(SessionView), codes=("forbidden",))
def list_sessions(session: Session, caller: Caller, query: dict[str, Any]) -> Page[Any]:
    """Where the person is signed in, the newest session first."""
    mine = actions.lasting_of(person(session, caller).id)
    page: Page[SignIn] = paginate(session, mine, by=[SignIn.id], descending=True, **query)
    return mapped(page, lambda row: _session(row, caller))


@api.write("DELETE", "/v1/me/sessions/<session_id>", status=204, codes=("forbidden",))
def end_session(session: Session, caller: Caller, session_id: str) -> None:
    """End one of one's sessions, in all services."""
    actions.end_one_of(session, person(session, caller).id, session_id)


@api.write("DELETE", "/v1/me/sessions", status=204, codes=("forbidden",))
def end_other_sessions(session: Session, caller: Caller) -> None:
    """End all of one's sessions but this one."""
    actions.end_all_of(session, person(session, caller).id, but=caller.session_id)


def device() -> Device:
    """The device that sends the request."""
    return device_from(request.remote_addr, request.headers.get("User-Agent"))


def _session(row: SignIn, caller: Caller) -> dict[str, Any]:
    return {
        "id": row.id,
        "started_at": row.started_at,
        "last_used_at": row.last_used_at or row.started_at,
        "expires_at": row.expires_at,
        "address": row.address,
        "user_agent": row.agent,
        "current": row.id == caller.session_id,
    }


def _answer(tokens: Tokens) -> Answer:
    return Answer(tokens, headers=NOT_STORED)


def _sessions() -> Sessions:
    sessions: Sessions = current_app.extensions["writing"]
    return sessions


def _seconds() -> int:
    return int(current_app.extensions["settings"].access_token_seconds)
