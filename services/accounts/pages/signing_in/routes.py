"""One sign-in for all pages: the cookies are set here, and read by every service."""

from datetime import timedelta
from typing import Any, cast
from urllib.parse import urlencode

from flask import Response, current_app, redirect, request
from sqlalchemy.orm import Session

from services.accounts.pages.signing_in.schemas import NextQuery, SignInForm
from services.accounts.sessions import actions
from services.accounts.sessions.actions import LIFE, Sessions, Tokens
from services.accounts.sessions.entering import enter
from services.accounts.sessions.routes import device
from shared.auth.caller import Caller
from shared.contracts.pages import HOME, KEEP, RENEW, SIGN_IN, SIGN_OUT
from shared.errors import Unauthenticated
from shared.pages.cookies import ACCESS, REFRESH, Cookies
from shared.pages.routing import Go, Pages, Show
from shared.pages.sites import Sites
from shared.texts import N_
from shared.web.api import Access, Runs

pages = Pages("signing_in")

GRACE = timedelta(seconds=10)
"""Two tabs that renew at once send the same refresh token."""


@pages.read(SIGN_IN, access=Access.PUBLIC, query=NextQuery)
def show_sign_in(_: Session, caller: Caller, query: dict[str, str]) -> Show | Go:
    """The form; who is signed in goes on at once."""
    back = _ours(request.form.get("next") or query["next"])
    if caller.kind == "user" and request.method == "GET":
        return Go(back)
    return Show("signing_in/sign_in.html", back=back)


@pages.write(SIGN_IN, access=Access.PUBLIC, runs=Runs.OWN, form=SignInForm, again=show_sign_in)
def send_sign_in(_: None, __: Caller, form: dict[str, Any]) -> Response:
    """Begin a session, and go where the person wanted to."""
    back = _ours(form.pop("next"))
    limited = current_app.extensions["settings"].rate_limits
    tokens = enter(_sessions(), **form, seconds=_seconds(), device=device(), limited=limited)
    return _with_cookies(cast("Response", redirect(back, 303)), tokens)


@pages.read(RENEW, access=Access.PUBLIC, runs=Runs.OWN, query=NextQuery)
def renew(_: None, __: Caller, query: dict[str, str]) -> Response:
    """New tokens for the browser, which then asks for its page once more."""
    back = _ours(query["next"])
    tokens = _renewed()
    if tokens is None:
        again = back if request.method == "GET" else HOME
        return _without_cookies(f"{SIGN_IN}?{urlencode({'next': again})}")
    return _with_cookies(cast("Response", redirect(back, 307)), tokens)


@pages.write(RENEW, access=Access.PUBLIC, runs=Runs.OWN, query=NextQuery, from_siblings=True)
def renew_and_send(_: None, caller: Caller, query: dict[str, str]) -> Response:
    """The same for a form: the browser sends what was typed once more."""
    return cast("Response", renew(None, caller, query))


@pages.write(KEEP, access=Access.PUBLIC, runs=Runs.OWN, from_siblings=True)
def keep_session(_: None, __: Caller) -> Response:
    """New tokens in time, while somebody works on a page."""
    tokens = _renewed()
    answer = Response(status=204)
    return _with_cookies(answer, tokens) if tokens else answer


@pages.write(SIGN_OUT, runs=Runs.OWN, from_siblings=True)
def sign_out_here(_: None, caller: Caller) -> Response:
    """End the session everywhere."""
    actions.sign_out(_sessions(), str(caller.session_id))
    response = _without_cookies(SIGN_IN)
    _cookies().say_once(response, N_("You are signed out."), {})
    return response


def _renewed() -> Tokens | None:
    token = request.cookies.get(REFRESH)
    if not token:
        return None
    try:
        seconds = _seconds()
        return actions.refresh(_sessions(), refresh_token=token, seconds=seconds, grace=GRACE)
    except Unauthenticated:
        return None


def _with_cookies(response: Response, tokens: Tokens) -> Response:
    _cookies().set(response, ACCESS, tokens.access_token, max_age=tokens.expires_in)
    life = int(LIFE.total_seconds())
    _cookies().set(response, REFRESH, tokens.refresh_token, max_age=life, path=SIGN_IN)
    response.headers["Cache-Control"] = "no-store"
    return response


def _without_cookies(address: str) -> Response:
    response = cast("Response", redirect(address, 303))
    _cookies().forget(response, ACCESS)
    _cookies().forget(response, REFRESH, path=SIGN_IN)
    return response


def _ours(address: str) -> str:
    """The address, if it is one of our pages; else the beginning."""
    sites: Sites = current_app.extensions["sites"]
    return address if address and sites.is_ours(address) else HOME


def _cookies() -> Cookies:
    return cast("Cookies", current_app.extensions["cookies"])


def _sessions() -> Sessions:
    return cast("Sessions", current_app.extensions["writing"])


def _seconds() -> int:
    return int(current_app.extensions["settings"].access_token_seconds)
