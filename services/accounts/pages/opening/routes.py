"""Opening an account: somebody signs up with their firm, or adds a firm to those they have."""

from typing import Any, cast
from urllib.parse import urlencode

from flask import Response, redirect, request
from sqlalchemy.orm import Session

from services.accounts.access import account_for
from services.accounts.accounts import actions
from services.accounts.accounts.views import account_view
from services.accounts.pages.countries import countries
from services.accounts.pages.opening.schemas import AnotherAccountForm, SignUpForm
from services.accounts.pages.places import area_of
from services.accounts.pages.signing_in.entry import begin_session, cookies, sessions
from services.accounts.second_factor.actions import is_on
from services.accounts.users.people import person
from shared.auth.caller import Caller
from shared.context import Context, act_as
from shared.contracts.pages import SIGN_IN
from shared.errors import TooMany, Unauthenticated
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_
from shared.web.api import Access, Runs

pages = Pages("opening")

SIGN_UP, ADD = "/sign-up", "/add-account"
START = "/account/<prefix>/start"

OPENED = N_("The account “%(prefix)s” is open.")
OPENED_SIGN_IN = N_("The account “%(prefix)s” is open. Sign in to begin.")


@pages.read(SIGN_UP, access=Access.PUBLIC)
def show_sign_up(_: Session, caller: Caller) -> Show | Go:
    """The form of a person and a firm; who is signed in adds a firm instead."""
    if caller.kind == "user" and request.method == "GET":
        return Go(ADD)
    return Show("opening/sign_up.html", countries=countries())


@pages.write(SIGN_UP, access=Access.PUBLIC, runs=Runs.OWN, form=SignUpForm, again=show_sign_up)
def send_sign_up(_: None, caller: Caller, form: dict[str, Any]) -> Response:
    """Open the account, sign its owner in, and show what to begin with."""
    owner, request_id = form["owner"], request.environ["biurko.request_id"]
    with sessions().begin() as session:
        act_as(session, Context(caller.actor, request_id, request_id))
        account = actions.sign_up(session, prefix=form["prefix"], company=form["company"], **owner)
    start = START.replace("<prefix>", account.prefix)
    try:
        typed = owner["password"].typed
        response = begin_session(start, email=owner["email"], password=typed, code=None)
    except (Unauthenticated, TooMany):  # A person who was here before may need a code.
        address = f"{SIGN_IN}?{urlencode({'next': start})}"
        response = cast("Response", redirect(address, 303))
        cookies().say_once(response, OPENED_SIGN_IN, {"prefix": account.prefix})
    return response


@pages.read(ADD)
def show_add_account(session: Session, caller: Caller) -> Show:
    """The form of a further firm."""
    return Show("opening/add.html", countries=countries(), email=person(session, caller).email)


@pages.write(ADD, form=AnotherAccountForm, again=show_add_account)
def add_account(session: Session, caller: Caller, form: dict[str, Any]) -> Go:
    """Open a further account of the person."""
    account = actions.open_another(session, person(session, caller), **form)
    return Go(START.replace("<prefix>", account.prefix), OPENED, prefix=account.prefix)


@pages.read(START)
def show_start(session: Session, caller: Caller, prefix: str) -> Show:
    """What to do first in an account that is new."""
    account = account_for(session, caller, prefix, "settings")
    user = person(session, caller)
    return Show(
        "opening/start.html",
        area=area_of(session, account),
        prefix=account.prefix,
        account=account_view(session, account),
        user=user,
        has_second_factor=is_on(session, user.id),
    )
