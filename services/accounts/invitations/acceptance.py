"""Accepting an invitation: by whoever has the link, signed in or by a new password."""

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import locked_account
from services.accounts.digests import digest
from services.accounts.freezes.rules import refuse_frozen
from services.accounts.invitations import actions
from services.accounts.invitations.actions import find
from services.accounts.invitations.models import Invitation
from services.accounts.ownership import actions as ownership
from services.accounts.second_factor.actions import forget as forget_second_factor
from services.accounts.sessions.actions import end_all_of
from services.accounts.sessions.passwords import Chosen, matches
from services.accounts.users.members import member
from services.accounts.users.models import User
from services.accounts.users.people import HAS_ANOTHER, find_by_email, new_user, person, save
from services.accounts.users.roles import announce_roles
from services.accounts.users.verification import note_verified
from shared.auth.caller import Caller
from shared.clock import now
from shared.context import act_as, context_of
from shared.errors import Forbidden, Invalid, Missing, Refused
from shared.texts import N_

CLOSED = actions.CLOSED | {"expired": N_("This invitation has run out.")}
FOR_ANOTHER = N_("The invitation is for another person than the one who is signed in.")
SIGN_IN = N_("Sign in, or choose a name and a password.")


def accept(
    session: Session,
    caller: Caller,
    token: str,
    *,
    name: str | None = None,
    password: Chosen | None = None,
) -> Invitation:
    """Let the invited person in, or let them own the account.

    Whoever has the token reads the mailbox, so its e-mail is verified by that.
    """
    invitation = find(session, token)
    refuse_frozen(session, locked_account(session, invitation.account_id))
    session.refresh(invitation, with_for_update=True)
    if invitation.digest != digest(token):  # A newer link was mailed at this very moment.
        raise Missing(actions.NO_INVITATION)
    if invitation.standing in CLOSED:
        raise Refused(CLOSED[invitation.standing])
    user = _person(session, caller, invitation.email, name, password)
    act_as(session, replace(context_of(session), actor=f"user/{user.id}"))
    note_verified(user)
    session.flush()
    _take_place(session, invitation, user)
    invitation.accepted_at, invitation.accepted_by = now(), user
    invitation.withdrawn_at = None  # Answering a transfer closes its invitation.
    return invitation


def _take_place(session: Session, invitation: Invitation, user: User) -> None:
    transfer = ownership.locked_transfer(session, invitation.transfer_id or "")
    if transfer:
        ownership.accept(session, transfer, user)
        return
    membership = member(session, invitation.account, user.id)
    if membership is None:  # Whoever is put out loses their invitations with their place.
        raise Refused(CLOSED["withdrawn"])
    membership.joined_at = membership.joined_at or now()
    announce_roles(session, user.id)


def _person(
    session: Session, caller: Caller, email: str, name: str | None, password: Chosen | None
) -> User:
    if caller.kind != "nobody":
        user = person(session, caller)
        if user.email != email:
            raise Forbidden(FOR_ANOTHER)
        return user
    if password is None:
        raise Invalid(SIGN_IN, errors=_missing("password"))
    user = find_by_email(session, email) or _newcomer(session, email)
    _let_password_in(session, user, password)
    user.name = name or user.name
    if not user.name:
        raise Invalid(SIGN_IN, errors=_missing("name"))
    return user


def _newcomer(session: Session, email: str) -> User:
    user = new_user(email=email)
    save(session, user)
    return user


def _let_password_in(session: Session, user: User, password: Chosen) -> None:
    """A verified person proves their password; anybody else's is chosen now.

    A password that somebody set for a mailbox that they never proved to read gives way to the
    reader of the mailbox, and so do their second factor and the sessions that they began.
    """
    if user.password_hash and matches(user.password_hash, password.typed):
        return
    if user.email_verified and user.password_hash:
        raise Invalid(HAS_ANOTHER, errors=[{"pointer": "/password", "detail": HAS_ANOTHER}])
    user.password_hash = password.hash
    forget_second_factor(session, user.id)
    end_all_of(session, user.id)


def _missing(field: str) -> list[dict[str, Any]]:
    return [{"pointer": f"/{field}", "detail": SIGN_IN}]
