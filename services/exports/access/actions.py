"""Who may export which account: by a role of one's own, or through a bureau that serves it.

Own roles: owner, admin and accountant export, a member only sees; a custom role sees, and
exports where it says so. Through a bureau: its owner and admins reach every client, its members
and custom roles those that they are assigned to. They export a client that is open (with a
custom role, where it says so) and see one that is linked. A client is open while both say so:
bureau has it active or handed over, and accounts has the bureau linked with a role. So either
of them alone closes it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.exports.copies.actions import accounts_by_prefix
from services.exports.copies.models import Account, Client
from shared.among import among
from shared.auth.caller import Caller
from shared.auth.knowledge import LONGEST_TOKEN_LIFE
from shared.bus.heartbeat import connected_within
from shared.clock import now
from shared.errors import Forbidden, Missing, Unavailable
from shared.texts import N_

EXPORTING_ROLES = frozenset({"owner", "admin", "accountant"})
WHOLE_BUREAU_ROLES = frozenset({"owner", "admin"})
ASSIGNED_ROLES = frozenset({"member", "custom"})
FRESH = timedelta(seconds=2)  # How long after an account the role in it may still be on its way.

NO_ACCOUNT = N_("There is no account “%(prefix)s”, or none that you may export.")
MAY_NOT_EXPORT = N_("Your role lets you see the account's documents, and not export them.")
BUS_IS_SILENT = N_(
    "Whether your bureau still serves this client can't be told now. Try again in a moment."
)


class Reach(IntEnum):
    """How far a caller gets with an account."""

    NOTHING = 0
    SEES = 1
    EXPORTS = 2


def reach(session: Session, caller: Caller, account_ids: Collection[str]) -> dict[str, Reach]:
    """How far `caller` gets with each of the accounts.

    Nothing is reached through a bureau once the bus has been silent for longer than a token
    lives: the bureau may have lost the client without our knowing.
    """
    found = _by_own_role(caller, account_ids)
    others = _not_exportable(found)
    if others and _bus_is_heard(session):
        return found | _further(found, _through_bureaus(session, caller, others))
    return found


def check_bus(session: Session, caller: Caller, account_ids: Collection[str]) -> None:
    """Raise Unavailable where only a silent bus keeps `caller` from exporting an account."""
    others = _not_exportable(_by_own_role(caller, account_ids))
    if not others or _bus_is_heard(session):
        return
    if Reach.EXPORTS in _through_bureaus(session, caller, others).values():
        raise Unavailable(BUS_IS_SILENT)


def exportable(session: Session, caller: Caller, account_ids: Collection[str]) -> set[str]:
    """Those of the accounts that `caller` may export."""
    return _exportable(reach(session, caller, account_ids))


def surely_exportable(session: Session, caller: Caller, account_ids: Collection[str]) -> set[str]:
    """Those of the accounts that `caller` may export. Raises Unavailable as `check_bus`."""
    found = _by_own_role(caller, account_ids)
    others = _not_exportable(found)
    if others:
        through = _through_bureaus(session, caller, others)
        if Reach.EXPORTS in through.values() and not _bus_is_heard(session):
            raise Unavailable(BUS_IS_SILENT)
        found |= _further(found, through)
    return _exportable(found)


def get_account(session: Session, caller: Caller, prefix: str) -> Account:
    """The account with this prefix, which `caller` may export.

    Raises Missing where it may not even see it, Forbidden where it only sees it, Unavailable
    while that can't be told.
    """
    account = accounts_by_prefix(session, [prefix.lower()]).get(prefix.lower())
    if account is None:
        raise Missing(NO_ACCOUNT, prefix=prefix)
    check_bus(session, caller, [account.id])
    how_far = reach(session, caller, [account.id])[account.id]
    if how_far is Reach.NOTHING:
        raise Missing(NO_ACCOUNT, prefix=prefix)
    if how_far is Reach.SEES:
        raise Forbidden(MAY_NOT_EXPORT)
    return account


def is_settled(session: Session, caller: Caller, prefixes: Sequence[str]) -> bool:
    """False while something on the bus may still let `caller` export one of the accounts.

    So it is when the account is not known here or is new, and when only one of the services
    says yet that it is open to a bureau of the caller's.
    """
    known = accounts_by_prefix(session, prefixes)
    ids = [account.id for account in known.values()]
    if exportable(session, caller, ids):
        return True
    return (
        len(known) == len(prefixes)
        and all(account.known_at < now() - FRESH for account in known.values())
        and not _is_half_open(session, caller, ids)
    )


def _not_exportable(found: Mapping[str, Reach]) -> list[str]:
    return [each for each, how_far in found.items() if how_far is not Reach.EXPORTS]


def _exportable(found: Mapping[str, Reach]) -> set[str]:
    return {each for each, how_far in found.items() if how_far is Reach.EXPORTS}


def _further(found: Mapping[str, Reach], others: Mapping[str, Reach]) -> dict[str, Reach]:
    """How far one gets with each of the `others` that `found` has too, by the better way."""
    return {each: max(found[each], how_far) for each, how_far in others.items()}


def _by_own_role(caller: Caller, account_ids: Collection[str]) -> dict[str, Reach]:
    return {each: _reach_of(caller, each) for each in account_ids}


def _reach_of(caller: Caller, account_id: str) -> Reach:
    role = caller.roles.get(account_id)
    if role in EXPORTING_ROLES or caller.custom_role_permits(account_id, "export"):
        return Reach.EXPORTS
    return Reach.SEES if role in ASSIGNED_ROLES else Reach.NOTHING


def _through_bureaus(
    session: Session, caller: Caller, account_ids: Collection[str]
) -> dict[str, Reach]:
    """How far the caller's bureaus get it with those of the accounts that they serve."""
    return {
        client.account_id: Reach.EXPORTS
        if client.is_open and client.bureau_role and exports_for(caller, client.bureau_id)
        else Reach.SEES
        for client in _served(session, caller, account_ids)
    }


def exports_for(caller: Caller, bureau_id: str) -> bool:
    """Whether the caller's role in the bureau lets them export its open clients."""
    role = caller.roles.get(bureau_id)
    return role != "custom" or caller.custom_role_permits(bureau_id, "export")


def _is_half_open(session: Session, caller: Caller, account_ids: Collection[str]) -> bool:
    """Whether accounts and bureau differ, one having told a change that the other will tell."""
    return any(
        client.is_open != bool(client.bureau_role)
        for client in _served(session, caller, account_ids)
    )


def _served(session: Session, caller: Caller, account_ids: Collection[str]) -> list[Any]:
    """Those of the accounts that a bureau serves through `caller`, each as its client.

    Both services' words on it: `bureau_role` of accounts, `is_open` of bureau.
    """
    client = (Client.account_id, Client.bureau_id, Client.is_open, Client.assigned)
    query = (
        select(*client, Account.bureau_role)
        .select_from(Account)
        .join(Client, (Account.id == Client.account_id) & (Account.link_id == Client.id))
        .where(
            among(Account.id, account_ids),
            Client.bureau_id.in_(list(caller.roles)),
            Client.is_over.is_(False),
        )
    )
    return [client for client in session.execute(query) if _looks_after(caller, client)]


def _looks_after(caller: Caller, client: Any) -> bool:
    role = caller.roles.get(client.bureau_id)
    return role in WHOLE_BUREAU_ROLES or (role in ASSIGNED_ROLES and caller.id in client.assigned)


def _bus_is_heard(session: Session) -> bool:
    return connected_within(session, "worker", LONGEST_TOKEN_LIFE)
