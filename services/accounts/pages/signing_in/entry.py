"""The session of a browser: its cookies are set, renewed and forgotten here."""

from datetime import timedelta
from typing import Any, cast

from flask import Response, current_app, redirect, request

from services.accounts.sessions import actions
from services.accounts.sessions.actions import LIFE, Sessions, Tokens
from services.accounts.sessions.entering import enter
from services.accounts.sessions.routes import device
from shared.contracts.pages import SIGN_IN
from shared.errors import Unauthenticated
from shared.pages.cookies import ACCESS, REFRESH, Cookies

GRACE = timedelta(seconds=10)
"""Two tabs that renew at once send the same refresh token."""


def begin_session(address: str, *, email: str, password: str, code: str | None) -> Response:
    """Sign a person in, and send the browser to `address`; raises what `enter` raises."""
    given: dict[str, Any] = {"email": email, "password": password, "code": code}
    limited = current_app.extensions["settings"].rate_limits
    tokens = enter(sessions(), **given, seconds=_seconds(), device=device(), limited=limited)
    return with_cookies(cast("Response", redirect(address, 303)), tokens)


def renewed() -> Tokens | None:
    """New tokens for the refresh token in the browser; None where its session is over."""
    token = request.cookies.get(REFRESH)
    if not token:
        return None
    try:
        seconds = _seconds()
        return actions.refresh(sessions(), refresh_token=token, seconds=seconds, grace=GRACE)
    except Unauthenticated:
        return None


def with_cookies(response: Response, tokens: Tokens) -> Response:
    """The response, which gives the browser its session."""
    cookies().set(response, ACCESS, tokens.access_token, max_age=tokens.expires_in)
    life = int(LIFE.total_seconds())
    cookies().set(response, REFRESH, tokens.refresh_token, max_age=life, path=SIGN_IN)
    response.headers["Cache-Control"] = "no-store"
    return response


def without_cookies(address: str) -> Response:
    """Send the browser to `address`, and let it forget its session."""
    response = cast("Response", redirect(address, 303))
    cookies().forget(response, ACCESS)
    cookies().forget(response, REFRESH, path=SIGN_IN)
    return response


def cookies() -> Cookies:
    """The cookies of the pages of accounts."""
    return cast("Cookies", current_app.extensions["cookies"])


def sessions() -> Sessions:
    """Transactions of one's own."""
    return cast("Sessions", current_app.extensions["writing"])


def _seconds() -> int:
    return int(current_app.extensions["settings"].access_token_seconds)
