"""Whoever is signed in proves who they are, before they change what lets them in."""

from sqlalchemy.orm import Session

from services.accounts.database import locked
from services.accounts.sessions.passwords import matches
from services.accounts.users.models import User
from services.accounts.users.people import person
from shared.auth.caller import Caller
from shared.errors import Invalid
from shared.texts import N_

WRONG = N_("The password is wrong.")


def locked_person(session: Session, caller: Caller) -> User:
    """The person who calls, as they are until the transaction ends; Forbidden for a product."""
    return locked(session, User, person(session, caller).id)


def proved_person(
    session: Session, caller: Caller, password: str, *, pointer: str = "/password"
) -> User:
    """The same, for a person who gives their password; Invalid if it is wrong."""
    user = locked_person(session, caller)
    if not matches(user.password_hash, password):
        raise Invalid(WRONG, errors=[{"pointer": pointer, "detail": WRONG}])
    return user
