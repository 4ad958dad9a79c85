"""Asking exports for a hand-over package, and letting go once it is verified or waived.

What the client asked for holds up the end of its lifecycle: `client.awaited_package` names it.
"""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.bureau.accounts import actions as accounts
from services.bureau.assignments import actions as assignments
from services.bureau.assignments.models import CARER
from services.bureau.clients import actions as clients
from services.bureau.clients.lifecycle import DETACHED, LIFECYCLE, documents_are_open
from services.bureau.clients.models import Client
from services.bureau.days import day_of, today
from services.bureau.handover_packages.models import HandoverPackage
from shared import outbox
from shared.clock import now
from shared.context import context_of
from shared.contracts.bureau_endings import (
    HandoverPackageEnded,
    HandoverPackageRequested,
    HandoverPackageWithdrawn,
)
from shared.errors import Missing, Refused
from shared.history import history
from shared.ids import new_id
from shared.texts import N_

BUREAU, CLIENT = "bureau", "client"
VERIFIED, FAILED, WAIVED = "verified", "failed", "waived"

CLOSED = N_("The client's documents are closed to the bureau, so it has nothing to hand over.")
NO_PACKAGE = N_("Nobody asked for a hand-over package of this client.")
NONE_OF_OURS = N_("The bureau asked for no hand-over package of this client.")
VERIFIED_ALREADY = N_("The hand-over package is verified; nothing waits for it any more.")


def ask(session: Session, client: Client) -> HandoverPackage:
    """The bureau wants a package; while one of its own is open, it is that one."""
    if not documents_are_open(client):
        raise Refused(CLOSED)
    open_one = _newest(session, client.id, BUREAU)
    if open_one and open_one.outcome is None:
        return open_one
    person = context_of(session).actor.partition("/")[2]
    return _request(session, client, new_id(), asked_by=BUREAU, asked_by_id=person or None)


def note_asked(session: Session, package_id: str, *, client_id: str) -> None:
    """The client wants a package: nobody is detached before it is verified or waived.

    A client that was detached just before gets it all the same. A link that was refused here
    has served nobody.
    """
    client = clients.hold(session, client_id)
    known = session.get(HandoverPackage, package_id)
    if client is None or known:
        return
    if client.state is not DETACHED:
        client.awaited_package = package_id
    _request(session, client, package_id, asked_by=CLIENT)


def waive(session: Session, client: Client) -> HandoverPackage:
    """The bureau goes without the package that it asked for; twice is once.

    What the client asked for, the client alone can waive.
    """
    package = _newest(session, client.id, BUREAU)
    if package is None:
        raise Missing(NONE_OF_OURS)
    if package.outcome == VERIFIED:
        raise Refused(VERIFIED_ALREADY)
    if package.outcome != WAIVED:
        _end(client, package, WAIVED)
        _withdraw(session, client, package)
    return package


def note_waived(session: Session, package_id: str, *, client_id: str) -> None:
    """The client goes without its package, even where it was verified in the meantime."""
    client = clients.hold(session, client_id)
    package = session.get(HandoverPackage, package_id)
    if client is None or package is None:
        return
    _let_go(client, package)
    if package.outcome in (None, FAILED):
        _end(client, package, WAIVED)
        _withdraw(session, client, package)


def note_outcome(session: Session, package_id: str, outcome: str) -> None:
    """Exports verified the package or failed; what was waived stays so."""
    known = session.get(HandoverPackage, package_id)
    client = clients.hold(session, known.client_id) if known else None
    if known is None or client is None:
        return
    session.refresh(known, with_for_update=True)
    if known.outcome is not None:
        return
    _end(client, known, outcome)
    if outcome == VERIFIED:
        _let_go(client, known)
    _tell(session, client, known, outcome)


def of(session: Session, client_id: str) -> list[HandoverPackage]:
    """All packages that were asked for of this client row, the newest first."""
    mine = select(HandoverPackage).where(HandoverPackage.client_id == client_id)
    return list(session.scalars(mine.order_by(HandoverPackage.id.desc())))


def newest(session: Session, client_id: str) -> HandoverPackage:
    """The one that holds up the end, or else the newest of either side; raises Missing."""
    of_client = _newest(session, client_id, CLIENT)
    if of_client and of_client.outcome in (None, FAILED):
        return of_client
    package = max(
        filter(None, (of_client, _newest(session, client_id, BUREAU))),
        key=lambda each: each.asked_at,
        default=None,
    )
    if package is None:
        raise Missing(NO_PACKAGE)
    return package


def _newest(session: Session, client_id: str, asked_by: str) -> HandoverPackage | None:
    mine = select(HandoverPackage).where(
        HandoverPackage.client_id == client_id, HandoverPackage.asked_by == asked_by
    )
    return session.scalars(mine.order_by(HandoverPackage.id.desc()).limit(1)).one_or_none()


def _request(
    session: Session,
    client: Client,
    package_id: str,
    *,
    asked_by: str,
    asked_by_id: str | None = None,
) -> HandoverPackage:
    package = HandoverPackage(
        id=package_id,
        client_id=client.id,
        asked_by=asked_by,
        asked_by_id=asked_by_id,
        asked_at=now(),
    )
    session.add(package)
    clients.touch(client)
    bureau = accounts.get(session, client.bureau_id).company
    request = HandoverPackageRequested(
        **_facts(client, package),
        asked_by=asked_by,
        served_from=_served_from(session, client).isoformat(),
        served_to=_served_to(client).isoformat(),
        bureau={name: str(bureau[name]) for name in ("name", "tax_no")},
    )
    outbox.publish(session, request, subject_id=package.id)
    return package


def _withdraw(session: Session, client: Client, package: HandoverPackage) -> None:
    message = HandoverPackageWithdrawn(**_facts(client, package))
    outbox.publish(session, message, subject_id=package.id)


def _tell(session: Session, client: Client, package: HandoverPackage, outcome: str) -> None:
    """Have the carer mailed, and whoever of the bureau asked, if they still work there."""
    carer = assignments.duties(session, [client.id]).get(client.id, {}).get(CARER)
    concerned = {person for person in (carer, package.asked_by_id) if person}
    recipients = assignments.people(session, client.bureau_id, concerned)
    message = HandoverPackageEnded(
        **_facts(client, package), outcome=outcome, user_ids=sorted(recipients)
    )
    outbox.publish(session, message, subject_id=package.id)


def _end(client: Client, package: HandoverPackage, outcome: str) -> None:
    package.outcome, package.ended_at = outcome, now()
    clients.touch(client)


def _let_go(client: Client, package: HandoverPackage) -> None:
    if client.awaited_package == package.id:
        client.awaited_package = None


def _served_from(session: Session, client: Client) -> date:
    """The day of the link with which this row began."""
    began = select(history.c.at).where(
        history.c.lifecycle == LIFECYCLE.name,
        history.c.entity_id == client.id,
        history.c.trigger == "link",
    )
    return day_of(session.scalars(began).one())


def _served_to(client: Client) -> date:
    return day_of(client.since) if client.state is DETACHED else today()


def _facts(client: Client, package: HandoverPackage) -> dict[str, Any]:
    return {
        "package_id": package.id,
        "client_id": client.id,
        "account_id": client.account_id,
        "bureau_id": client.bureau_id,
    }
