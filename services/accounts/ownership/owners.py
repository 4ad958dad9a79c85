"""The one place where an account's owner changes."""

from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.bureaus.actions import announce_link, announce_role, end_link
from services.accounts.invitations.actions import withdraw
from services.accounts.invitations.models import Purpose
from services.accounts.ownership.models import OwnerChange
from services.accounts.users.members import lower_owner, raise_to_owner
from services.accounts.users.models import User
from services.accounts.users.roles import announce_roles
from shared import outbox
from shared.clock import now
from shared.contracts.accounts import OwnerChanged
from shared.ids import new_id


def give_to(session: Session, account: Account, person: User) -> OwnerChange:
    """Make `person` the owner of the locked account; the owner before them keeps a lesser role."""
    concerned = [person.id]
    if account.owner_kind == "user":
        lower_owner(session, account)
        concerned.append(account.owner_id)
    else:
        account.bureau_role = "accountant"
    raise_to_owner(session, account, person)
    change = _change(session, account, "user", person.id)
    withdraw(session, account.id, person.email, Purpose.MEMBERSHIP, Purpose.ACCOUNTANT_ACCESS)
    announce_roles(session, *concerned)
    _announce(session, account)
    return change


def give_back_to_bureau(session: Session, account: Account, bureau: Account) -> OwnerChange:
    """Make the bureau the owner of the locked account again; the person stays administrator.

    The life of its client has no way back from `handed_over`, so the link that is there ends
    and a new one begins, with the bureau as owner.
    """
    person_id = account.owner_id
    end_link(session, account)
    lower_owner(session, account)
    change = _change(session, account, "bureau", bureau.id)
    announce_roles(session, person_id)
    _announce(session, account)
    account.bureau_id, account.link_id, account.bureau_role = bureau.id, new_id(), "owner"
    announce_link(session, account)
    announce_role(session, account)
    return change


def _change(session: Session, account: Account, kind: str, owner_id: str) -> OwnerChange:
    change = OwnerChange(
        id=new_id(),
        account=account,
        owner_version=account.owner_version + 1,
        former_kind=account.owner_kind,
        former_id=account.owner_id,
        owner_id=owner_id,
        at=now(),
    )
    session.add(change)
    account.owner_kind, account.owner_id = kind, owner_id
    account.owner_version = change.owner_version
    return change


def _announce(session: Session, account: Account) -> None:
    message = OwnerChanged(
        account_id=account.id,
        owner_kind=account.owner_kind,
        owner_id=account.owner_id,
        owner_version=account.owner_version,
    )
    outbox.publish(session, message, subject_id=account.id)
