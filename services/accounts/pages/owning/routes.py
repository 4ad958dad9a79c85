"""The links in mails to owners: object to a change of the owner, confirm a deletion."""

from typing import Any

from flask import request
from sqlalchemy.orm import Session

from services.accounts.deletions import actions as deletions
from services.accounts.freezes import actions as freezes
from services.accounts.freezes import objections
from services.accounts.ownership.telling import facts_of
from services.accounts.pages.links.schemas import LinkQuery, ObjectionForm, VerificationForm
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_, say
from shared.web.api import Access
from shared.web.problems import language

pages = Pages("owning")

OBJECTED = N_(
    "The account is frozen. Its owner, users and settings stay as they are until an operator "
    "has decided."
)
WHAT_IT_DOES = N_(
    "The account “%(prefix)s” of %(firm)s has a new owner. If that is wrong, freeze it: its owner, "
    "users and settings stay as they are until an operator has decided. Documents go on."
)
WHAT_GOES = N_(
    "In 30 days nobody will have access to the account “%(prefix)s” of %(firm)s any more. Until "
    "then its owner can take that back. Its documents are kept under seal as tax law demands."
)
WILL_GO = N_("The account will be deleted in 30 days. Until then you can take it back.")


@pages.read("/objection", access=Access.PUBLIC, query=LinkQuery)
def show_objection(session: Session, _: Caller, query: dict[str, str]) -> Show:
    """What objecting to a new owner does, and the button that does it."""
    token = request.form.get("token", query["token"])
    account = objections.find(session, token).change.account
    text = say(WHAT_IT_DOES, language(), facts_of(account))
    return Show("links/objection.html", token=token, text=text)


@pages.write("/objection", access=Access.PUBLIC, form=ObjectionForm, again=show_objection)
def send_objection(session: Session, _: Caller, form: dict[str, Any]) -> Go:
    """Freeze the account by the link: whoever has it reads the owner's mail."""
    freezes.object_to_owner(session, form["token"])
    return Go("/", OBJECTED)


@pages.read("/deletion", access=Access.PUBLIC, query=LinkQuery)
def show_deletion(session: Session, _: Caller, query: dict[str, str]) -> Show:
    """What deleting an account means, and the form that confirms it."""
    token = request.form.get("token", query["token"])
    text = say(WHAT_GOES, language(), facts_of(deletions.of_link(session, token).account))
    return Show("links/deletion.html", token=token, text=text)


@pages.write("/deletion", access=Access.PUBLIC, form=VerificationForm, again=show_deletion)
def send_deletion(session: Session, _: Caller, form: dict[str, Any]) -> Go:
    """Confirm the deletion by the link and the owner's password."""
    deletions.confirm_by_password(session, **form)
    return Go("/", WILL_GO)
