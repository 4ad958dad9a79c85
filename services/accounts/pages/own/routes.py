"""A person's own settings on pages: name, e-mail, password, and where they are signed in."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.email_changes import actions as email_changes
from services.accounts.pages.own.schemas import (
    CursorQuery,
    NameForm,
    NewEmailForm,
    NewPasswordForm,
)
from services.accounts.pages.own.tabs import own_tabs
from services.accounts.sessions import actions as sessions
from services.accounts.sessions.models import SignIn
from services.accounts.users.people import person
from services.accounts.users.profile import change_profile
from services.accounts.users.proof import locked_person, proved_person
from services.accounts.users.verification import mail_proof
from shared.auth.caller import Caller
from shared.contracts.pages import OWN_SETTINGS
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_
from shared.web.lists import Page, paginate

pages = Pages("own")

EMAIL, PASSWORD = f"{OWN_SETTINGS}/email", f"{OWN_SETTINGS}/password"
SESSIONS = f"{OWN_SETTINGS}/sessions"

NAMED = N_("Your name is saved.")
MAILED = N_("The link is on its way to %(email)s.")
ASKED = N_("Two links are on their way, one to each address. The change counts once both are used.")
KEPT = N_("Your e-mail address stays as it is.")
CHANGED = N_("Your new password counts. All other sessions have ended.")
ENDED = N_("The session has ended.")
ALL_ENDED = N_("All other sessions have ended.")


@pages.read(OWN_SETTINGS)
def show_me(session: Session, caller: Caller) -> Show:
    """Who the person is here, and what they may change of it."""
    user = person(session, caller)
    change = email_changes.waiting(session, user.id)
    return Show("own/me.html", tabs=own_tabs(""), user=user, change=change)


@pages.write(OWN_SETTINGS, form=NameForm, again=show_me)
def save_name(session: Session, caller: Caller, form: dict[str, Any]) -> Go:
    """Change the name."""
    change_profile(session, caller, form)
    return Go(OWN_SETTINGS, NAMED)


@pages.write(f"{OWN_SETTINGS}/verification")
def mail_verification(session: Session, caller: Caller) -> Go:
    """Mail the link that confirms the e-mail once more."""
    user = person(session, caller)
    mail_proof(session, user)
    return Go(OWN_SETTINGS, MAILED, email=user.email)


@pages.read(EMAIL)
def show_own_email(session: Session, caller: Caller) -> Show:
    """The form of a new e-mail address, or how far the change is."""
    user = person(session, caller)
    change = email_changes.waiting(session, user.id)
    return Show("own/email.html", tabs=own_tabs(""), user=user, change=change)


@pages.write(EMAIL, form=NewEmailForm, again=show_own_email)
def change_own_email(session: Session, caller: Caller, form: dict[str, Any]) -> Go:
    """Have a link mailed to both addresses."""
    user = proved_person(session, caller, form["password"])
    email_changes.ask(session, user, form["email"])
    return Go(EMAIL, ASKED)


@pages.write(f"{EMAIL}/cancel")
def keep_own_email(session: Session, caller: Caller) -> Go:
    """Forget the change that waits."""
    email_changes.cancel(session, locked_person(session, caller))
    return Go(OWN_SETTINGS, KEPT)


@pages.read(PASSWORD)
def show_own_password(session: Session, caller: Caller) -> Show:
    """The form of a new password."""
    return Show("own/password.html", tabs=own_tabs(""), user=person(session, caller))


@pages.write(PASSWORD, form=NewPasswordForm, again=show_own_password)
def change_own_password(session: Session, caller: Caller, form: dict[str, Any]) -> Go:
    """Take the new password; all other sessions end."""
    change_profile(session, caller, form)
    return Go(OWN_SETTINGS, CHANGED)


@pages.read(SESSIONS, query=CursorQuery)
def show_own_sessions(session: Session, caller: Caller, query: dict[str, Any]) -> Show:
    """Where the person is signed in, the newest session first."""
    mine = sessions.lasting_of(person(session, caller).id)
    found: Page[SignIn] = paginate(
        session, mine, by=[SignIn.id], limit=50, descending=True, **query
    )
    has_others = any(row.id != caller.session_id for row in found.items)
    return Show(
        "own/sessions.html", tabs=own_tabs("/sessions"), sessions=found, has_others=has_others
    )


@pages.write(f"{SESSIONS}/end")
def end_other_own_sessions(session: Session, caller: Caller) -> Go:
    """End all sessions but this one."""
    sessions.end_all_of(session, person(session, caller).id, but=caller.session_id)
    return Go(SESSIONS, ALL_ENDED)


@pages.write(f"{SESSIONS}/<session_id>/end")
def end_own_session(session: Session, caller: Caller, session_id: str) -> Go:
    """End one session, in all services."""
    sessions.end_one_of(session, person(session, caller).id, session_id)
    return Go(SESSIONS, ENDED)
