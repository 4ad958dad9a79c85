"""The second factor on pages; its secrets are shown in the answer to a form alone."""

import hmac
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from services.accounts.pages.own.tabs import own_tabs
from services.accounts.pages.second_factor.schemas import ConfirmForm, EnrolForm, ProofForm
from services.accounts.second_factor import actions, codes
from services.accounts.second_factor.models import SecondFactor
from services.accounts.second_factor.picture import picture_of
from services.accounts.users.models import User
from services.accounts.users.people import person
from services.accounts.users.proof import locked_person, proved_person
from shared.auth.caller import Caller
from shared.contracts.pages import OWN_SETTINGS
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_

pages = Pages("second_factor")

FACTOR = f"{OWN_SETTINGS}/second-factor"
NOT_STORED = {"Cache-Control": "no-store"}

OFF = N_("The second factor is off. Your password alone lets you in again.")


@pages.read(FACTOR)
def show_factor(session: Session, caller: Caller) -> Show:
    """Whether it is on, and what may be done then."""
    user = person(session, caller)
    factor = session.get(SecondFactor, user.id)
    return Show(
        "second_factor/state.html",
        tabs=own_tabs("/second-factor"),
        since=factor.confirmed_at if factor else None,
        left=actions.recovery_codes_left(session, user.id),
    )


@pages.write(FACTOR, form=EnrolForm, again=show_factor)
def set_factor_up(session: Session, caller: Caller, form: dict[str, Any]) -> Show:
    """A new secret for an app, as a picture; it counts once a code of the app is typed."""
    user = proved_person(session, caller, form["password"])
    return _enrolling(user, actions.enrol(session, user).secret)


def show_enrolling(session: Session, caller: Caller) -> Show:
    """The same picture, for whoever was shown it and mistyped the code."""
    user = person(session, caller)
    factor = session.get(SecondFactor, user.id)
    shown = request.form.get("secret", "").encode()
    if factor is None or factor.confirmed_at or not _is(factor.secret, shown):
        return show_factor(session, caller)  # type: ignore[no-any-return]
    return _enrolling(user, factor.secret)


@pages.write(f"{FACTOR}/confirm", form=ConfirmForm, again=show_enrolling)
def turn_factor_on(session: Session, caller: Caller, form: dict[str, Any]) -> Show:
    """Turn it on by a code of the app, and show the recovery codes."""
    user = locked_person(session, caller)
    return _codes(actions.confirm(session, user, form["code"]), is_new=True)


@pages.read(f"{FACTOR}/codes")
def show_new_codes(session: Session, caller: Caller) -> Show:
    """What new recovery codes mean, and the form that makes them."""
    return Show("second_factor/new_codes.html", user=person(session, caller))


@pages.write(f"{FACTOR}/codes", form=ProofForm, again=show_new_codes)
def make_new_codes(session: Session, caller: Caller, form: dict[str, Any]) -> Show:
    """New recovery codes, shown this once; the old ones are dead."""
    user = proved_person(session, caller, form["password"])
    return _codes(actions.renew_recovery_codes(session, user, form["code"]), is_new=False)


@pages.read(f"{FACTOR}/off")
def show_factor_off(session: Session, caller: Caller) -> Show:
    """What turning it off means, and the form that does it."""
    return Show("second_factor/off.html", user=person(session, caller))


@pages.write(f"{FACTOR}/off", form=ProofForm, again=show_factor_off)
def turn_factor_off(session: Session, caller: Caller, form: dict[str, Any]) -> Go:
    """Ask for the password alone from now on."""
    user = proved_person(session, caller, form["password"])
    actions.turn_off(session, user, form["code"])
    return Go(FACTOR, OFF)


def _enrolling(user: User, secret: str) -> Show:
    address = codes.address_of(secret, user.email)
    return Show(
        "second_factor/enrolling.html",
        headers=NOT_STORED,
        secret=secret,
        address=address,
        picture=picture_of(address),
    )


def _codes(made: list[str], *, is_new: bool) -> Show:
    return Show("second_factor/codes.html", headers=NOT_STORED, codes=made, is_new=is_new)


def _is(secret: str, shown: bytes) -> bool:
    return hmac.compare_digest(secret.encode(), shown)
