"""What stands in the way of a step, found by the same rules that the step itself keeps."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from services.bureau.access import LEADS_ONLY, Staff
from services.bureau.activity.models import LastExport
from services.bureau.clients.actions import NO_ACCOUNT
from services.bureau.clients.lifecycle import DETACHED, LIFECYCLE, documents_are_open
from services.bureau.clients.models import Client
from services.bureau.handovers import actions as handovers
from services.bureau.months import actions as months
from services.bureau.months.lifecycle import CLOSED
from services.bureau.served.models import CLIENT, Served
from services.bureau.served.reads import facts
from shared.errors import Failure, Forbidden, Refused
from shared.texts import N_

WILL_CLOSE = N_("The client's documents close to the bureau at once.")
WILL_PAY = N_("The client pays from then on; for 30 days nothing is switched off.")
OPEN_MONTHS = N_("Months that are not closed: %(months)s. Close first what is yours to do.")
CHANGED = N_("Documents changed after the last export, in: %(months)s. Export them once more.")
NEVER_EXPORTED = N_("None of the client's documents was ever exported. Export what you need.")
GONE = N_("The client is detached already; nothing is left to do.")
WILL_BE_ASKED = N_("Nothing changes before the invited person accepts, within 14 days.")


class Caution(NamedTuple):
    """What a step brings with it, or what had better be done before: a word and a text."""

    code: str
    text: str
    facts: dict[str, Any] = {}


@dataclass(frozen=True)
class Preflight:
    """Why the step would be refused, and what it brings with it."""

    blockers: list[Failure]
    warnings: list[Caution]


def look_ahead(session: Session, staff: Staff, seen: Served, action: str) -> Preflight:
    """Ask whether `action` could be done now; nothing is changed."""
    blockers: list[Failure] = [] if staff.leads else [Forbidden(LEADS_ONLY)]
    blockers += _obstacles(session, seen, action)
    return Preflight(blockers, list(_warnings(session, seen, action)))


def _obstacles(session: Session, seen: Served, action: str) -> list[Failure]:
    if seen.kind != CLIENT:
        return [Refused(NO_ACCOUNT, state=seen.state)]
    if seen.state == DETACHED.value:
        return [Refused(GONE)]
    if action == "detach":
        return [*LIFECYCLE.obstacles(facts(seen), "detach")]
    try:
        handovers.check_offer(session, session.get_one(Client, seen.id))
    except Refused as refused:
        return [refused]
    return []


def _warnings(session: Session, seen: Served, action: str) -> Iterator[Caution]:
    if action == "handover":
        yield Caution("offer_waits", WILL_BE_ASKED)
        return
    yield Caution("documents_close", WILL_CLOSE)
    if seen.payer == "bureau":
        yield Caution("client_pays", WILL_PAY)
    client = facts(seen)
    if client and documents_are_open(client):
        yield from _left_to_do(session, seen)


def _left_to_do(session: Session, seen: Served) -> Iterator[Caution]:
    """What can't be done any more once the documents are closed."""
    mine = months.of(session, seen.id)
    left = sorted(month.month for month in mine if month.state is not CLOSED)
    changed = sorted(month.month for month in mine if month.changed)
    if left:
        yield Caution("months_open", OPEN_MONTHS, {"months": ", ".join(left)})
    if changed:
        yield Caution("changed_after_export", CHANGED, {"months": ", ".join(changed)})
    if session.get(LastExport, seen.account_id) is None:
        yield Caution("never_exported", NEVER_EXPORTED)
