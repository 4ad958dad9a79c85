"""Signing in and out over HTTP."""

from typing import Any

from flask import current_app, request

from services.accounts.sessions import actions
from services.accounts.sessions.actions import Sessions, Tokens
from services.accounts.sessions.schemas import RefreshBody, SignInBody, TokensView
from shared.auth.caller import Caller
from shared.auth.tokens import NO_TOKEN
from shared.errors import Unauthenticated
from shared.web.api import Access, Answer, Api, Runs
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
    codes=("unauthenticated", "too_many_requests"),
)
def sign_in(_: None, __: Caller, body: dict[str, Any]) -> Answer:
    """Sign a person in."""
    return _answer(actions.sign_in(_sessions(), **body, seconds=_seconds()))


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


def _answer(tokens: Tokens) -> Answer:
    return Answer(tokens, headers=NOT_STORED)


def _sessions() -> Sessions:
    sessions: Sessions = current_app.extensions["writing"]
    return sessions


def _seconds() -> int:
    return int(current_app.extensions["settings"].access_token_seconds)
