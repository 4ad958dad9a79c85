"""The addresses in mails: see what a link is for, and do it."""

from typing import Any

from flask import request
from sqlalchemy.orm import Session

from services.accounts.invitations.acceptance import CLOSED, accept
from services.accounts.invitations.actions import find
from services.accounts.invitations.models import Invitation, Purpose
from services.accounts.mail.texts import ROLES
from services.accounts.pages.links.schemas import InvitationForm, LinkQuery, VerificationForm
from services.accounts.users.people import find_by_email
from services.accounts.users.verification import verify_by_password
from shared.auth.caller import NOBODY, Caller
from shared.contracts.pages import SIGN_IN
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_, say
from shared.web.api import Access
from shared.web.problems import language

pages = Pages("links")

INVITED = {
    Purpose.MEMBERSHIP: N_("%(firm)s invites you to its account “%(prefix)s” as %(role)s."),
    Purpose.ACCOUNTANT_ACCESS: N_("%(firm)s invites you to its account “%(prefix)s” as %(role)s."),
    Purpose.OWNERSHIP: N_("You are to own the account “%(prefix)s” of %(firm)s from now on."),
}
ACCEPTED = N_("You are in. Sign in with your e-mail and your password.")
IN = N_("You are in the account “%(prefix)s” now.")
CONFIRMED = N_("Your e-mail address is confirmed.")


@pages.read("/invitation", access=Access.PUBLIC, query=LinkQuery)
def show_invitation(session: Session, caller: Caller, query: dict[str, str]) -> Show:
    """What the link in an invitation is for, and the form that accepts it.

    Who is signed in as the person invited needs no password; anybody else proves theirs.
    """
    token = request.form.get("token", query["token"])
    invitation = find(session, token)
    user = find_by_email(session, invitation.email)
    closed = CLOSED.get(invitation.standing)
    facts = {
        "firm": invitation.account.company["name"],
        "prefix": invitation.account.prefix,
        "role": invitation.role_name or say(ROLES[invitation.role], language()),
    }
    return Show(
        "links/invitation.html",
        token=token,
        text=say(closed or INVITED[invitation.purpose], language(), facts),
        is_open=closed is None,
        is_offer=invitation.purpose is Purpose.OWNERSHIP,
        email=invitation.email,
        until=invitation.expires_at,
        is_me=_is_for(caller, invitation),
        is_another=caller.kind == "user" and not _is_for(caller, invitation),
        is_known=user is not None and user.email_verified and user.password_hash is not None,
    )


@pages.write("/invitation", access=Access.PUBLIC, form=InvitationForm, again=show_invitation)
def send_invitation(session: Session, caller: Caller, form: dict[str, Any]) -> Go:
    """Accept an invitation by the form; a signed-in person's session counts only if it is theirs.

    So a password that is given is always the invited person's.
    """
    is_mine = _is_for(caller, find(session, form["token"]))
    by = caller if is_mine else NOBODY
    done = accept(session, by, form["token"], name=form["name"], password=form["password"])
    if is_mine:
        return Go("/", IN, prefix=done.account.prefix)
    return Go(SIGN_IN, ACCEPTED)


@pages.read("/verification", access=Access.PUBLIC, query=LinkQuery)
def show_verification(_: Session, __: Caller, query: dict[str, str]) -> Show:
    """The form that verifies an e-mail by the link in a mail."""
    return Show("links/verification.html", token=request.form.get("token", query["token"]))


@pages.write("/verification", access=Access.PUBLIC, form=VerificationForm, again=show_verification)
def send_verification(session: Session, _: Caller, form: dict[str, Any]) -> Go:
    """Verify an e-mail by the form: the link, and the password of whoever signed up."""
    verify_by_password(session, **form)
    return Go("/", CONFIRMED)


def _is_for(caller: Caller, invitation: Invitation) -> bool:
    return caller.kind == "user" and caller.email == invitation.email
