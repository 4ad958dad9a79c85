"""What stands in the way of a step, found by the same rules that the step itself keeps."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from services.bureau.access import LEADS_ONLY, Staff
from services.bureau.clients.actions import NO_ACCOUNT
from services.bureau.clients.lifecycle import LIFECYCLE
from services.bureau.clients.models import Client
from services.bureau.handovers import actions as handovers
from services.bureau.served.models import CLIENT, Served
from services.bureau.served.reads import facts
from shared.errors import Failure, Forbidden, Refused
from shared.texts import N_

WILL_CLOSE = N_("The client's documents close to the bureau at once.")
WILL_PAY = N_("The client pays from then on; for 30 days nothing is switched off.")
WILL_BE_ASKED = N_("Nothing changes before the invited person accepts, within 14 days.")


@dataclass(frozen=True)
class Preflight:
    """Why the step would be refused, and what it brings with it."""

    blockers: list[Failure]
    warnings: list[str]


def look_ahead(session: Session, staff: Staff, seen: Served, action: str) -> Preflight:
    """Ask whether `action` could be done now; nothing is changed."""
    blockers: list[Failure] = [] if staff.leads else [Forbidden(LEADS_ONLY)]
    return Preflight([*blockers, *_obstacles(session, seen, action)], _warnings(seen, action))


def _obstacles(session: Session, seen: Served, action: str) -> list[Failure]:
    if seen.kind != CLIENT:
        return [Refused(NO_ACCOUNT, state=seen.state)]
    if action == "detach":
        return [*LIFECYCLE.obstacles(facts(seen), "detach")]
    try:
        handovers.check_offer(session, session.get_one(Client, seen.id))
    except Refused as refused:
        return [refused]
    return []


def _warnings(seen: Served, action: str) -> list[str]:
    if action == "handover":
        return [WILL_BE_ASKED]
    return [WILL_CLOSE, WILL_PAY] if seen.payer == "bureau" else [WILL_CLOSE]
