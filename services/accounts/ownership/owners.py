"""The one place where an account's owner changes."""

from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.invitations.actions import withdraw
from services.accounts.invitations.models import Purpose
from services.accounts.users.members import lower_owner, raise_to_owner
from services.accounts.users.models import User
from services.accounts.users.roles import announce_roles
from shared import outbox
from shared.contracts.accounts import OwnerChanged


def give_to(session: Session, account: Account, person: User) -> None:
    """Make `person` the owner of the locked account; the owner before them keeps a lesser role."""
    concerned = [person.id]
    if account.owner_kind == "user":
        lower_owner(session, account)
        concerned.append(account.owner_id)
    else:
        account.bureau_role = "accountant"
    raise_to_owner(session, account, person)
    account.owner_kind, account.owner_id = "user", person.id
    account.owner_version += 1
    withdraw(session, account.id, person.email, Purpose.MEMBERSHIP, Purpose.ACCOUNTANT_ACCESS)
    announce_roles(session, *concerned)
    message = OwnerChanged(
        account_id=account.id,
        owner_kind=account.owner_kind,
        owner_id=account.owner_id,
        owner_version=account.owner_version,
    )
    outbox.publish(session, message, subject_id=account.id)
