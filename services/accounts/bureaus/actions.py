"""Linking a bureau, giving it a role, and ending both. The account is locked by whoever calls."""

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.accounts.accounts.models import Account
from services.accounts.accounts.prefixes import folded
from services.accounts.addresses import BUREAU, TRANSFERS
from services.accounts.bureaus.models import Assignment, BureauModule
from services.accounts.freezes.rules import refuse_frozen
from services.accounts.handover_packages.actions import check_not_awaited
from shared import outbox
from shared.contracts.accounts import (
    BureauLinked,
    BureauRoleGranted,
    BureauRoleRevoked,
    BureauUnlinked,
)
from shared.errors import Invalid, Refused
from shared.ids import new_id
from shared.texts import N_

OWNER_IS_BUREAU = N_("The bureau owns this account. Transfer the ownership to a person first.")
UNKNOWN = N_("There is no bureau with the prefix “%(prefix)s”.")
INACTIVE = N_("The module of the bureau “%(prefix)s” is not active.")
ITSELF = N_("An account can't be served by itself.")
NOT_LINKED = N_("Link this bureau first; then it can be given a role.")


def link(session: Session, account: Account, bureau_prefix: str) -> None:
    """Let the bureau with this prefix serve the account; another one is detached in one step."""
    _refuse_owned(account)
    bureau = _bureau(session, bureau_prefix)
    if account.bureau_id == bureau.id:
        return
    _refuse_inactive(session, bureau)
    if bureau.id == account.id:
        raise Refused(ITSELF)
    if account.link_id:
        unlink(session, account)
    account.bureau_id, account.link_id = bureau.id, new_id()
    announce_link(session, account)


def look_up(session: Session, account: Account, bureau_prefix: str) -> Account:
    """The bureau that would be linked under this prefix; refuses what `link` would refuse."""
    _refuse_owned(account)
    bureau = _bureau(session, bureau_prefix)
    _refuse_inactive(session, bureau)
    if bureau.id == account.id:
        raise Refused(ITSELF)
    return bureau


def unlink(session: Session, account: Account) -> None:
    """Detach the account from its bureau, which sees nothing of it from now on.

    Refused while the client waits for a hand-over package of this bureau.
    """
    _refuse_owned(account)
    if not (account.bureau_id and account.link_id):
        return
    check_not_awaited(session, account)
    end_link(session, account)


def end_link(session: Session, account: Account) -> None:
    """Detach the account from its bureau, whatever it waits for; nothing happens if it has none."""
    if not (account.bureau_id and account.link_id):
        return
    message = BureauUnlinked(
        account_id=account.id, link_id=account.link_id, bureau_id=account.bureau_id
    )
    clear_link(session, account)
    outbox.publish(session, message, subject_id=account.id)


def unlink_clients(session: Session, bureau: Account, prefixes: Collection[str]) -> set[str]:
    """Detach the bureau's clients among `prefixes`; those, as they are written, that are so now.

    One that may not leave now stays: the bureau owns it, it is frozen, or it waits for its
    hand-over package. Accounts are locked in the order of their ids.
    """
    named = {prefix: folded(prefix) for prefix in prefixes}
    mine = (Account.bureau_id == bureau.id) & Account.prefix.in_(set(named.values()))
    query = select(Account).where(mine).order_by(Account.id).with_for_update()
    unlinked = set()
    for account in session.scalars(query, execution_options={"populate_existing": True}).all():
        try:
            refuse_frozen(session, account)
            unlink(session, account)
        except Refused:
            continue
        unlinked.add(account.prefix)
    return {prefix for prefix, name in named.items() if name in unlinked}


def grant(session: Session, account: Account, bureau_prefix: str) -> None:
    """Add the linked bureau itself as accountant: it may read the documents from now on."""
    _refuse_owned(account)
    bureau = _bureau(session, bureau_prefix)
    if account.bureau_id != bureau.id:
        raise Refused(NOT_LINKED, fix=BUREAU.format(prefix=account.prefix))
    if account.bureau_role is None:
        account.bureau_role = "accountant"
        announce_role(session, account)


def revoke(session: Session, account: Account) -> None:
    """Take the bureau's role away; the link stays."""
    _refuse_owned(account)
    if account.bureau_role and account.bureau_id and account.link_id:
        account.bureau_role = None
        message = BureauRoleRevoked(
            account_id=account.id, link_id=account.link_id, bureau_id=account.bureau_id
        )
        outbox.publish(session, message, subject_id=account.id)


def clear_link(session: Session, account: Account) -> None:
    """Forget the bureau, and who of it looked after the account; the firm pays from now on."""
    session.execute(delete(Assignment).where(Assignment.link_id == account.link_id))
    account.bureau_id = account.link_id = account.bureau_role = None
    account.payer = "client"


def announce_link(session: Session, account: Account, request_id: str | None = None) -> None:
    """Say that the account names its bureau; `request_id` is of a company that it asked for."""
    message = BureauLinked(
        account_id=account.id,
        link_id=str(account.link_id),
        bureau_id=str(account.bureau_id),
        request_id=request_id,
    )
    outbox.publish(session, message, subject_id=account.id)


def announce_role(session: Session, account: Account) -> None:
    """Say that the bureau has a role in the account."""
    message = BureauRoleGranted(
        account_id=account.id,
        link_id=str(account.link_id),
        bureau_id=str(account.bureau_id),
        role=str(account.bureau_role),
    )
    outbox.publish(session, message, subject_id=account.id)


def is_bureau(session: Session, account: Account) -> bool:
    """Whether the account's module has been switched on and not closed."""
    return _module_state(session, account) in ("active", "suspended")


def may_settle(session: Session, bureau_prefix: str) -> bool:
    """Whether nothing is on its way that would make linking this bureau possible.

    A module that an operator has just switched on may still be coming over the bus.
    """
    bureau = _find(session, bureau_prefix)
    return bureau is None or _module_state(session, bureau) in ("active", "closed")


def is_active(session: Session, bureau: Account) -> bool:
    """Whether the bureau's module is active."""
    return _module_state(session, bureau) == "active"


def has_module(session: Session, account: Account) -> bool:
    """Whether the account is a bureau whose module is not closed."""
    return _module_state(session, account) in ("active", "suspended")


def _find(session: Session, prefix: str) -> Account | None:
    query = select(Account).where(Account.prefix == folded(prefix))
    return session.scalars(query).one_or_none()


def _bureau(session: Session, prefix: str) -> Account:
    bureau = _find(session, prefix)
    if bureau is None:
        where = [{"pointer": "/bureau_prefix", "detail": UNKNOWN}]
        raise Invalid(UNKNOWN, code="bureau_unknown", errors=where, prefix=prefix)
    return bureau


def _module_state(session: Session, bureau: Account) -> str | None:
    query = select(BureauModule.state).where(BureauModule.bureau_id == bureau.id)
    return session.scalar(query)


def _refuse_inactive(session: Session, bureau: Account) -> None:
    if _module_state(session, bureau) != "active":
        raise Refused(INACTIVE, code="module_inactive", prefix=bureau.prefix)


def _refuse_owned(account: Account) -> None:
    if account.owner_kind == "bureau":
        fix = TRANSFERS.format(prefix=account.prefix)
        raise Refused(OWNER_IS_BUREAU, code="owner_is_bureau", fix=fix)
