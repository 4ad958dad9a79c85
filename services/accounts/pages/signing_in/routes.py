"""One sign-in for all pages: the cookies are set here, and read by every service."""

from typing import Any, cast
from urllib.parse import urlencode

from flask import Response, current_app, redirect, request
from sqlalchemy.orm import Session

from services.accounts.pages.signing_in.entry import (
    begin_session,
    cookies,
    renewed,
    sessions,
    with_cookies,
    without_cookies,
)
from services.accounts.pages.signing_in.schemas import NextQuery, SignInForm
from services.accounts.sessions import actions
from shared.auth.caller import Caller
from shared.contracts.pages import HOME, KEEP, RENEW, SIGN_IN, SIGN_OUT
from shared.pages.routing import Go, Pages, Show
from shared.pages.sites import Sites
from shared.texts import N_
from shared.web.api import Access, Runs

pages = Pages("signing_in")


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
    return begin_session(back, **form)


@pages.read(RENEW, access=Access.PUBLIC, runs=Runs.OWN, query=NextQuery)
def renew(_: None, __: Caller, query: dict[str, str]) -> Response:
    """New tokens for the browser, which then asks for its page once more."""
    back = _ours(query["next"])
    tokens = renewed()
    if tokens is None:
        again = back if request.method == "GET" else HOME
        return without_cookies(f"{SIGN_IN}?{urlencode({'next': again})}")
    return with_cookies(cast("Response", redirect(back, 307)), tokens)


@pages.write(RENEW, access=Access.PUBLIC, runs=Runs.OWN, query=NextQuery, from_siblings=True)
def renew_and_send(_: None, caller: Caller, query: dict[str, str]) -> Response:
    """The same for a form: the browser sends what was typed once more."""
    return cast("Response", renew(None, caller, query))


@pages.write(KEEP, access=Access.PUBLIC, runs=Runs.OWN, from_siblings=True)
def keep_session(_: None, __: Caller) -> Response:
    """New tokens in time, while somebody works on a page."""
    tokens = renewed()
    answer = Response(status=204)
    return with_cookies(answer, tokens) if tokens else answer


@pages.write(SIGN_OUT, runs=Runs.OWN, from_siblings=True)
def sign_out_here(_: None, caller: Caller) -> Response:
    """End the session everywhere."""
    actions.sign_out(sessions(), str(caller.session_id))
    response = without_cookies(SIGN_IN)
    cookies().say_once(response, N_("You are signed out."), {})
    return response


def _ours(address: str) -> str:
    """The address, if it is one of our pages; else the beginning."""
    sites: Sites = current_app.extensions["sites"]
    return address if address and sites.is_ours(address) else HOME
