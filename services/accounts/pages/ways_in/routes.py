"""A forgotten password and a new e-mail address, on pages: ask for a link, and use it."""

from typing import Any

from flask import request
from sqlalchemy.orm import Session

from services.accounts.email_changes import actions as email_changes
from services.accounts.pages.links.schemas import LinkQuery
from services.accounts.pages.ways_in.schemas import EmailForm, ForgottenForm, PasswordForm
from services.accounts.password_resets import actions as password_resets
from shared.auth.caller import Caller
from shared.contracts.pages import SIGN_IN
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_
from shared.web.api import Access

pages = Pages("ways_in")

FORGOTTEN = "/forgot-password"

ASKED = N_("If somebody signs in with this address, a link for a new password is on its way.")
CHOSEN = N_("Your new password counts. Sign in with it; all your sessions have ended.")
CHANGED = N_("Your e-mail address is changed. Sign in with the new one from now on.")
HALF_DONE = N_("This address agrees. Now follow the link that was mailed to the other one.")


@pages.read(FORGOTTEN, access=Access.PUBLIC)
def show_forgotten(_: Session, __: Caller) -> Show:
    """The form that asks for a link."""
    return Show("ways_in/forgotten.html")


@pages.write(FORGOTTEN, access=Access.PUBLIC, form=ForgottenForm, again=show_forgotten)
def send_forgotten(session: Session, _: Caller, form: dict[str, Any]) -> Go:
    """Have a link mailed; the answer is the same whoever is known here."""
    password_resets.ask(session, form["email"])
    return Go(SIGN_IN, ASKED)


@pages.read("/password", access=Access.PUBLIC, query=LinkQuery)
def show_new_password(_: Session, __: Caller, query: dict[str, str]) -> Show:
    """The form that takes a new password by the link in a mail."""
    return Show("ways_in/password.html", token=request.form.get("token", query["token"]))


@pages.write("/password", access=Access.PUBLIC, form=PasswordForm, again=show_new_password)
def send_new_password(session: Session, _: Caller, form: dict[str, Any]) -> Go:
    """Take a new password."""
    password_resets.complete(session, **form)
    return Go(SIGN_IN, CHOSEN)


@pages.read("/email", access=Access.PUBLIC, query=LinkQuery)
def show_new_email(_: Session, __: Caller, query: dict[str, str]) -> Show:
    """The button that agrees to a new e-mail address, for the mailbox that got the link."""
    return Show("ways_in/email.html", token=request.form.get("token", query["token"]))


@pages.write("/email", access=Access.PUBLIC, form=EmailForm, again=show_new_email)
def send_new_email(session: Session, _: Caller, form: dict[str, Any]) -> Go:
    """Agree to a new e-mail address; it changes once both mailboxes have."""
    change = email_changes.confirm(session, form["token"])[1]
    is_done = change.old_confirmed_at and change.new_confirmed_at
    return Go(SIGN_IN, CHANGED if is_done else HALF_DONE)
