"""The accounts between which a person may switch, and the area that each belongs to."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.bureaus.actions import is_bureau
from services.accounts.bureaus.models import BureauModule
from services.accounts.users.models import Membership
from shared.auth.caller import Caller
from shared.contracts.pages import ACCOUNT, PANEL, Place


def places_of(session: Session, caller: Caller) -> list[Place]:
    """The accounts in which the person has a role of their own, by name; one query."""
    query = (
        select(Account.prefix, Account.company["name"].as_string().label("name"), BureauModule)
        .join(Membership, Membership.account_id == Account.id)
        .outerjoin(BureauModule, BureauModule.bureau_id == Account.id)
        .where(Membership.user_id == caller.id, Membership.joined_at.is_not(None))
        .order_by(Account.prefix)
    )
    return [Place(row.prefix, row.name, _area(row.BureauModule)) for row in session.execute(query)]


def area_of(session: Session, account: Account) -> str:
    """The area in which the account's pages stand."""
    return PANEL if is_bureau(session, account) else ACCOUNT


def _area(module: BureauModule | None) -> str:
    return PANEL if module and module.state in ("active", "suspended") else ACCOUNT
