"""Freezing an account, and what an operator decides. The account is locked by whoever calls."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.accounts.access import locked_account
from services.accounts.accounts.models import Account
from services.accounts.bureaus.actions import is_active
from services.accounts.freezes import objections
from services.accounts.freezes.lifecycle import FROZEN, LIFECYCLE
from services.accounts.freezes.models import Freeze
from services.accounts.freezes.rules import is_frozen
from services.accounts.ownership.models import OwnerChange
from services.accounts.ownership.owners import give_back_to_bureau, give_to
from services.accounts.ownership.telling import owners, tell
from services.accounts.users.actions import end_membership
from services.accounts.users.models import User
from shared.clock import now
from shared.errors import Missing, Refused
from shared.history import take
from shared.texts import N_

NOT_FROZEN = N_("There is no frozen account with this id.")
OTHER_OWNER = N_("The account has got another owner since that change.")
NO_MODULE = N_("The bureau's module is not active, so it can't own the account now.")


def object_to_owner(session: Session, token: str) -> Freeze:
    """Freeze the account of which the link's reader says that it should not have changed hands."""
    link = objections.find(session, token)
    account = locked_account(session, link.change.account_id)
    if account.owner_version != link.change.owner_version:
        raise Refused(OTHER_OWNER)
    freeze = session.get(Freeze, account.id, with_for_update=True, populate_existing=True)
    if freeze and freeze.state is FROZEN:
        return freeze
    if freeze is None:
        freeze = Freeze(id=account.id, account=account)
        session.add(freeze)
    freeze.change, freeze.objector, freeze.reason = link.change, link.email, None
    _step(session, freeze, "freeze")
    _tell_all(session, freeze, "account_frozen")
    return freeze


def frozen() -> Select[Freeze]:
    """The accounts that wait for a decision."""
    return select(Freeze).where(Freeze.state == FROZEN)


def required(session: Session, account_id: str) -> Freeze:
    """A frozen account to look at; Missing if it is not frozen."""
    freeze = session.get(Freeze, account_id)
    if freeze is None or freeze.state is not FROZEN:
        raise Missing(NOT_FROZEN)
    return freeze


def locked_freeze(session: Session, account_id: str) -> Freeze:
    """A frozen account, held for a decision; Missing if it is not frozen."""
    if session.get(Account, account_id) is None:
        raise Missing(NOT_FROZEN)
    locked_account(session, account_id)
    if not is_frozen(session, account_id):
        raise Missing(NOT_FROZEN)
    return session.get_one(Freeze, account_id)


def keep(session: Session, freeze: Freeze, reason: str) -> None:
    """The operator finds that the new owner is the right one."""
    freeze.reason = reason
    _step(session, freeze, "keep")
    _tell_all(session, freeze, "account_kept", reason=reason)


def give_back(session: Session, freeze: Freeze, reason: str) -> None:
    """The operator gives the account back to its former owner; whoever took it is out."""
    account, change = freeze.account, freeze.change
    freeze.reason = reason
    _step(session, freeze, "give_back")
    _tell_all(session, freeze, "account_returned", reason=reason)
    if change.former_kind == "user":
        give_to(session, account, session.get_one(User, change.former_id))
    else:
        _give_to_bureau(session, account, change)
    session.flush()
    end_membership(session, account, change.owner_id)


def _give_to_bureau(session: Session, account: Account, change: OwnerChange) -> None:
    bureau = session.get_one(Account, change.former_id)
    if not is_active(session, bureau):
        raise Refused(NO_MODULE, code="module_inactive")
    give_back_to_bureau(session, account, bureau)


def _step(session: Session, freeze: Freeze, trigger: str) -> None:
    freeze.since = now()
    facts = {"account_id": freeze.id, "prefix": freeze.account.prefix}
    if trigger != "freeze":
        facts |= {"decision": trigger, "reason": str(freeze.reason)}
    take(session, LIFECYCLE, freeze, trigger, **facts)


def _tell_all(session: Session, freeze: Freeze, kind: str, **facts: str) -> None:
    change = freeze.change
    former = owners(session, change.former_kind, change.former_id)
    told = dict.fromkeys([*former, session.get_one(User, change.owner_id).email])
    tell(session, freeze.account, told, kind, **facts)
