"""What a hand-over package goes through before and beside its making, and who may see it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.exports.access.actions import EXPORTING_ROLES, get_account
from services.exports.handover_packages.lifecycle import LIFECYCLE, MAKING, VERIFIED
from services.exports.handover_packages.models import HandoverPackage
from shared.auth.caller import Caller
from shared.clock import now
from shared.contracts.accounts import StatementGiven
from shared.contracts.bureau_endings import HandoverPackageRequested
from shared.errors import Missing
from shared.history import take
from shared.texts import N_
from shared.web.lists import Page, paginate

NO_PACKAGE = N_("There is no such hand-over package, or none that you may see.")
NO_FILE = N_("The hand-over package is not verified, so it has no file and no certificate.")


def ask(session: Session, order: HandoverPackageRequested) -> None:
    """Queue the package under the bureau's id; once, however often it is asked for."""
    if session.get(HandoverPackage, order.package_id):
        return
    package = HandoverPackage(
        id=order.package_id,
        account_id=order.account_id,
        client_id=order.client_id,
        bureau_id=order.bureau_id,
        bureau=order.bureau,
        asked_by=order.asked_by,
        asked_at=now(),
        served_from=date.fromisoformat(order.served_from),
        served_to=date.fromisoformat(order.served_to),
        next_at=now(),
    )
    session.add(package)
    take(session, LIFECYCLE, package, "ask", **announced(package))


def waive(session: Session, package_id: str) -> None:
    """Go without the package; one that is verified already stays, and its file with it.

    A runner that has it in hand notices within a second.
    """
    package = lock(session, package_id)
    if package is None or not LIFECYCLE.may(package, "waive"):
        return
    package.ended_at, package.next_at = now(), None
    package.lease = package.leased_until = package.statement = None
    take(session, LIFECYCLE, package, "waive", **announced(package))


def note_statement(session: Session, statement: StatementGiven) -> None:
    """Keep what accounts answered to the last question; an answer to an earlier one is nothing."""
    package = lock(session, statement.package_id)
    if package is None or package.state is not MAKING or package.round != statement.round:
        return
    package.statement, package.next_at = statement.to_body(), now()


def list_packages(
    session: Session, caller: Caller, prefix: str, *, limit: int, cursor: str | None
) -> Page[HandoverPackage]:
    """The account's packages, the newest first."""
    query = _visible(session, caller, prefix)
    by = [HandoverPackage.id]
    return paginate(session, query, by=by, limit=limit, cursor=cursor, descending=True)


def get_package(session: Session, caller: Caller, prefix: str, package_id: str) -> HandoverPackage:
    """One of the account's packages; raises Missing."""
    query = _visible(session, caller, prefix).where(HandoverPackage.id == package_id)
    package = session.scalars(query).one_or_none()
    if package is None:
        raise Missing(NO_PACKAGE)
    return package


def get_verified(session: Session, caller: Caller, prefix: str, package_id: str) -> HandoverPackage:
    """The same, if it is verified, and so has a file and a certificate; else raises Missing."""
    package = get_package(session, caller, prefix, package_id)
    if package.state is not VERIFIED:
        raise Missing(NO_FILE)
    return package


def lock(session: Session, package_id: str) -> HandoverPackage | None:
    """The package as it is now, held for a change."""
    query = select(HandoverPackage).where(HandoverPackage.id == package_id).with_for_update()
    return session.scalars(query, execution_options={"populate_existing": True}).one_or_none()


def announced(package: HandoverPackage) -> Mapping[str, Any]:
    """What the messages about a package say of it."""
    return {
        "package_id": package.id,
        "client_id": package.client_id,
        "account_id": package.account_id,
        "bureau_id": package.bureau_id,
        "asked_by": package.asked_by,
    }


def _visible(session: Session, caller: Caller, prefix: str) -> Select[HandoverPackage]:
    """The packages that `caller` may see: the client's own people all, also after the end; a
    bureau those of its present service."""
    account = get_account(session, caller, prefix)
    query = select(HandoverPackage).where(HandoverPackage.account_id == account.id)
    if caller.roles.get(account.id) in EXPORTING_ROLES:
        return query
    return query.where(HandoverPackage.client_id == account.link_id)
