"""The addresses in mails: see what a link is for, and do it."""

from collections.abc import Callable
from typing import Any

from flask import Response, current_app, request
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from services.accounts.invitations.acceptance import CLOSED, accept
from services.accounts.invitations.actions import find
from services.accounts.invitations.models import Invitation, Purpose
from services.accounts.mail.texts import ROLES
from services.accounts.pages.rendering import Field, Form, Page, answer
from services.accounts.pages.schemas import InvitationForm, LinkQuery, VerificationForm
from services.accounts.users.people import find_by_email
from services.accounts.users.verification import verify_by_password
from shared.auth.caller import NOBODY, Caller
from shared.context import Context, act_as
from shared.errors import Failure, Invalid
from shared.texts import N_, say
from shared.web.api import Access, Api, Runs
from shared.web.problems import answer_failure, language

api = Api("pages")

HTML = "text/html"
FORM = "application/x-www-form-urlencoded"

YOUR_NAME = Field("name", N_("Your name"), "text", "name")
NEW_PASSWORD = Field(
    "password", N_("Choose a password (8–256 characters)"), "password", "new-password"
)
PASSWORD = Field("password", N_("Your password"), "password", "current-password")

INVITED = {
    Purpose.MEMBERSHIP: N_("%(firm)s invites you to its account “%(prefix)s” as %(role)s."),
    Purpose.ACCOUNTANT_ACCESS: N_("%(firm)s invites you to its account “%(prefix)s” as %(role)s."),
    Purpose.OWNERSHIP: N_("You are to own the account “%(prefix)s” of %(firm)s from now on."),
}
INVITATION = N_("Invitation")
ACCEPTED = Page(N_("Welcome"), N_("You are in. Sign in with your e-mail and your password."))
CONFIRM = N_("Confirm your e-mail address")
CONFIRMED = Page(N_("Thank you"), N_("Your e-mail address is confirmed."))
NOT_DONE = N_("That did not work")


@api.read("/invitation", access=Access.PUBLIC, query=LinkQuery, gives=HTML)
def show_invitation(session: Session, _: Caller, query: dict[str, str]) -> Response:
    """What the link in an invitation is for, and the form that accepts it."""
    try:
        return answer(_invitation(session, find(session, query["token"]), query["token"]))
    except Failure as failure:
        return _sorry(failure)


@api.write("POST", "/invitation", access=Access.PUBLIC, runs=Runs.OWN, takes=(FORM,), gives=HTML)
def send_invitation(_: None, __: Caller) -> Response:
    """Accept an invitation by the form."""

    def do(session: Session) -> None:
        given = InvitationForm().load(request.form)
        accept(session, NOBODY, given["token"], name=given["name"], password=given["password"])

    def again(session: Session, token: str) -> Page:
        return _invitation(session, find(session, token), token)

    return _done(do, ACCEPTED, again)


@api.read("/verification", access=Access.PUBLIC, query=LinkQuery, gives=HTML)
def show_verification(_: Session, __: Caller, query: dict[str, str]) -> Response:
    """The form that verifies an e-mail by the link in a mail."""
    return answer(_verification(query["token"]))


@api.write("POST", "/verification", access=Access.PUBLIC, runs=Runs.OWN, takes=(FORM,), gives=HTML)
def send_verification(_: None, __: Caller) -> Response:
    """Verify an e-mail by the form: the link, and the password of whoever signed up."""

    def do(session: Session) -> None:
        verify_by_password(session, **VerificationForm().load(request.form))

    return _done(do, CONFIRMED, lambda _, token: _verification(token))


def _invitation(session: Session, invitation: Invitation, token: str) -> Page:
    facts = {
        "firm": invitation.account.company["name"],
        "prefix": invitation.account.prefix,
        "role": say(ROLES[invitation.role], language()),
    }
    if invitation.standing in CLOSED:
        return Page(INVITATION, CLOSED[invitation.standing])
    user = find_by_email(session, invitation.email)
    is_known = user is not None and user.email_verified and user.password_hash is not None
    fields = [PASSWORD] if is_known else [YOUR_NAME, NEW_PASSWORD]
    form = Form("/invitation", token, N_("Accept"), fields)
    return Page(INVITATION, INVITED[invitation.purpose], facts, form=form)


def _verification(token: str) -> Page:
    return Page(CONFIRM, "", form=Form("/verification", token, N_("Confirm"), [PASSWORD]))


def _done(
    do: Callable[[Session], None], page: Page, again: Callable[[Session, str], Page]
) -> Response:
    """Say that it is done, or show the form again with the reason why not."""
    try:
        with current_app.extensions["writing"].begin() as session:
            act_as(session, Context("nobody/", request.environ["biurko.request_id"]))
            do(session)
        return answer(page)
    except ValidationError as error:
        failure: Failure = Invalid(str(next(iter(error.messages_dict.values()))[0]))
    except Failure as refused:
        failure = refused
    try:
        with current_app.extensions["reading"]() as session:
            shown = again(session, request.form.get("token", ""))
    except Failure as missing:
        return _sorry(missing)
    return _with_error(shown, failure)


def _with_error(page: Page, failure: Failure) -> Response:
    facts: Any = {**page.__dict__, "error": _reason(failure)}
    return answer(Page(**facts), answer_failure(failure).status_code)


def _sorry(failure: Failure) -> Response:
    return answer(Page(NOT_DONE, "", error=_reason(failure)), answer_failure(failure).status_code)


def _reason(failure: Failure) -> str:
    return say(failure.text, language(), failure.facts)
