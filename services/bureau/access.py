"""Who may see and do what in a bureau: its owner and admins all, its members what they look after.

A custom role that lets its holder see documents counts as a member's. To everybody else the
bureau does not exist.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from services.bureau.accounts import actions as accounts
from services.bureau.accounts.models import Account
from services.bureau.assignments import actions as assignments
from services.bureau.served import actions as served_companies
from services.bureau.served.models import Served
from shared.auth.caller import Caller
from shared.errors import Forbidden, Missing
from shared.texts import N_

LEADS = {"owner", "admin"}
PEOPLE = LEADS | {"member"}

NO_BUREAU = N_("There is no bureau “%(prefix)s”, or none that you may see.")
NO_CLIENT = N_("The bureau has no client “%(prefix)s”, or none that you may see.")
LEADS_ONLY = N_("Only the owner and the administrators of the bureau may do this.")
OPERATORS_ONLY = N_("Only an operator may do this.")


@dataclass(frozen=True)
class Staff:
    """A person of the bureau (or its API token) who makes a request."""

    bureau_id: str
    bureau: str  # The prefix.
    user_id: str
    leads: bool

    def demand_lead(self) -> None:
        """Raise Forbidden for a member."""
        if not self.leads:
            raise Forbidden(LEADS_ONLY)


def enter(session: Session, caller: Caller, prefix: str) -> Staff:
    """The caller as one of the bureau's people; Missing for strangers."""
    account = accounts.find(session, prefix)
    if account is None or not works_in(caller, account.id, "see_documents"):
        raise Missing(NO_BUREAU, prefix=prefix)
    leads = caller.roles.get(account.id) in LEADS
    return Staff(account.id, account.prefix, caller.id, leads=leads)


def works_in(caller: Caller, account_id: str, ability: str) -> bool:
    """Whether the caller is one of the account's people, or by a custom role with `ability`."""
    is_one = caller.roles.get(account_id) in PEOPLE
    return is_one or caller.custom_role_permits(account_id, ability)


def enter_leading(session: Session, caller: Caller, prefix: str) -> Staff:
    """The caller as one who leads the bureau; Forbidden for its members."""
    staff = enter(session, caller, prefix)
    staff.demand_lead()
    return staff


def operate(session: Session, caller: Caller, prefix: str) -> Account:
    """The account that an operator works on; Forbidden for its own people, Missing for others."""
    account = accounts.find(session, prefix)
    if account is None or not caller.is_operator:
        enter(session, caller, prefix)
        raise Forbidden(OPERATORS_ONLY)
    return account


def enter_or_operate(session: Session, caller: Caller, prefix: str) -> Account:
    """The account, for its own people and for operators."""
    if caller.is_operator:
        return operate(session, caller, prefix)
    return accounts.get(session, enter(session, caller, prefix).bureau_id)


def find_client(session: Session, staff: Staff, prefix: str) -> Served:
    """The client with this prefix, if `staff` may see it."""
    client = served_companies.find(session, staff.bureau_id, prefix)
    if client is None or not (staff.leads or _looks_after(session, staff, client)):
        raise Missing(NO_CLIENT, prefix=prefix)
    return client


def _looks_after(session: Session, staff: Staff, client: Served) -> bool:
    return staff.user_id in assignments.of(session, client.id)
