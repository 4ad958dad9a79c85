"""People: found by their e-mail, made by sign-up or invitation, never twice."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.sessions.passwords import Chosen, matches
from services.accounts.users.models import Membership, User
from shared.auth.caller import Caller
from shared.clock import now
from shared.errors import Forbidden, Invalid, Refused
from shared.ids import new_id
from shared.texts import N_

HAS_ANOTHER = N_("There is a person with this e-mail, who has another password.")
NOT_A_PERSON = N_("This is for people; an API token can't do it.")
AT_ONCE = N_("Somebody signed up with this e-mail at this very moment. Try again.")


def find_by_email(session: Session, email: str) -> User | None:
    """The person with this e-mail, in whatever case it is written."""
    return session.scalars(select(User).where(User.email == email.lower())).one_or_none()


def leaders_of(session: Session, account: Account) -> list[str]:
    """The e-mails of who owns or administers the account, or the bureau that owns it."""
    owners = [account.id, account.owner_id]
    query = select(User.email).join(Membership, Membership.user_id == User.id)
    leads = Membership.account_id.in_(owners) & Membership.role.in_(["owner", "admin"])
    found = query.where(leads, Membership.joined_at.is_not(None))
    return list(session.scalars(found.distinct().order_by(User.email)))


def person(session: Session, caller: Caller) -> User:
    """The person who calls; Forbidden for a product."""
    if caller.kind != "user":
        raise Forbidden(NOT_A_PERSON)
    return session.get_one(User, caller.id)


def new_user(*, email: str, name: str | None = None, password: Chosen | None = None) -> User:
    """A person who is in no account yet."""
    return User(
        id=new_id(),
        email=email.lower(),
        name=name,
        password_hash=password.hash if password else None,
        is_operator=False,
        roles_version=0,
        created_at=now(),
    )


def save(session: Session, user: User) -> None:
    """Write a new person; Refused if another request has just made one with that e-mail."""
    try:
        with session.begin_nested():
            session.add(user)
            session.flush()
    except IntegrityError as error:
        raise Refused(AT_ONCE, code="version_conflict") from error


def prove(user: User, password: Chosen, *, pointer: str) -> None:
    """Let the person pass with their password; whoever has none yet takes this one.

    A person without a password was only invited, and nothing that they were invited to opens
    before they follow the link. Raises Invalid when the password is another.
    """
    if user.password_hash is None:
        user.password_hash = password.hash
    elif not matches(user.password_hash, password.typed):
        raise Invalid(HAS_ANOTHER, errors=[{"pointer": pointer, "detail": HAS_ANOTHER}])
