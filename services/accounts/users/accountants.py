"""“Dostęp dla księgowego”: one accountant from outside, invited by mail, without a bureau."""

from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.invitations.actions import invite
from services.accounts.invitations.models import Invitation, Purpose
from services.accounts.users.actions import HAS_A_ROLE, end_membership
from services.accounts.users.members import keep_place, member
from services.accounts.users.models import AccountantAccess, User
from services.accounts.users.people import find_by_email, new_user, save
from shared.errors import Refused


def let_accountant_in(
    session: Session,
    account: Account,
    *,
    email: str,
    title: str | None,
    message: str | None,
) -> Invitation:
    """Invite the accountant of the locked account; another one before them is disconnected."""
    user = find_by_email(session, email) or new_user(email=email)
    _replace(session, account, user)
    if not user.version:
        save(session, user)
    if member(session, account, user.id) is None:
        keep_place(session, account, user, "accountant")
        session.flush()
        session.add(AccountantAccess(account_id=account.id, user_id=user.id))
    return invite(
        session,
        account,
        purpose=Purpose.ACCOUNTANT_ACCESS,
        email=email,
        role="accountant",
        title=title,
        message=message,
    )


def disconnect_accountant(session: Session, account: Account) -> None:
    """The accountant sees the locked account no more; nothing happens if there is none."""
    access = session.get(AccountantAccess, account.id)
    if access:
        end_membership(session, account, access.user_id)


def _replace(session: Session, account: Account, user: User) -> None:
    access = session.get(AccountantAccess, account.id)
    if access and access.user_id == user.id:
        return
    if member(session, account, user.id):
        raise Refused(HAS_A_ROLE)
    disconnect_accountant(session, account)
    session.flush()
