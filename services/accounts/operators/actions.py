"""Operators: people who may switch bureau modules on. Only the machine's own people make them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.digests import new_secret
from services.accounts.second_factor.actions import forget as forget_second_factor
from services.accounts.sessions.actions import end_all_of
from services.accounts.sessions.passwords import hasher
from services.accounts.users.models import User
from services.accounts.users.people import find_by_email, new_user, save
from services.accounts.users.verification import note_verified
from shared.auth.caller import Caller
from shared.errors import Forbidden, Missing
from shared.texts import N_

DEFAULT_EMAIL = "operator@localhost"

OPERATORS_ONLY = N_("Only an operator may do this.")
NO_OPERATOR = N_("There is no operator %(email)s.")


def demand_operator(caller: Caller) -> None:
    """Forbidden for everybody but operators."""
    if not caller.is_operator:
        raise Forbidden(OPERATORS_ONLY)


def ensure_operator(session: Session, email: str | None, password: str | None) -> str | None:
    """Make the operator of the settings, or one of our own if there is none at all.

    Returns the password if it was made up here; it is not written down anywhere.
    """
    wanted = find_by_email(session, email) if email else _any_operator(session)
    if wanted and wanted.is_operator:
        return None
    made_up = make_operator(session, email or DEFAULT_EMAIL, password or new_secret())
    return None if password else made_up


def make_operator(session: Session, email: str, password: str) -> str:
    """Make the person with this e-mail an operator, with this password; returns it.

    Somebody who signed up with that e-mail keeps nothing by it: not the password, no second
    factor, no session.
    """
    user = find_by_email(session, email)
    if user is None:
        user = new_user(email=email, name="Operator")
        save(session, user)
    user.password_hash = hasher.hash(password)
    user.is_operator = True
    note_verified(user)
    forget_second_factor(session, user.id)
    end_all_of(session, user.id)
    return password


def dismiss_operator(session: Session, email: str) -> None:
    """The person is an operator no more; their sessions end, and with them the tokens."""
    user = find_by_email(session, email)
    if user is None or not user.is_operator:
        raise Missing(NO_OPERATOR, email=email)
    user.is_operator = False
    end_all_of(session, user.id)


def _any_operator(session: Session) -> User | None:
    return session.scalars(select(User).where(User.is_operator).limit(1)).first()
