"""What is open with a client: who waits for whom, until when, and where one gets on."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from services.bureau.days import last_day, today
from services.bureau.handover_packages.models import HandoverPackage
from services.bureau.leaving.models import STARTED, Leaving
from services.bureau.pages.client.ways import Obstacle
from services.bureau.served.models import Served
from services.bureau.served.reads import Seen
from shared.texts import N_

SOON = 3  # days

LEAVES = N_(
    "The client wants its account from the bureau. Hand it over by then; otherwise it goes to the "
    "client without the bureau."
)
STOPPED = N_("The client wanted its account, and an operator stopped it. The reason: %(reason)s")
OFFERED = N_("The account is offered to %(email)s. Nothing changes before they accept.")
FROZEN = N_("Somebody objected to the account's new owner. Nothing can be ended meanwhile.")
CLIENT_WAITS = N_(
    "The client asked for a hand-over package of all its documents. Until it is verified, or the "
    "client goes without it, the co-operation can't end."
)
NOT_WHOLE = N_(
    "The hand-over package that the client asked for could not be verified. The client may ask for "
    "a new one, or go without it; until then the co-operation can't end."
)
OURS = N_("The hand-over package that the bureau asked for is being made.")
NO_CARER = N_("The carer of this client has left. Name a new one.")


class Awaited(NamedTuple):
    """Something open: what it is, what is to be said of it, its last day if it has one."""

    title: str
    says: Obstacle
    day: date | None = None
    tone: str = "info"


def awaited(
    row: Served,
    client: Seen,
    packages: list[HandoverPackage],
    *,
    orphaned: bool,
    here: str,
) -> list[Awaited]:
    """All that is open, the most pressing first."""
    found = [
        *_leaving(client.leaving, client.ownership, here),
        *_frozen(row),
        *_packages(row, packages),
        *_offered(client, here),
    ]
    if orphaned:
        says = Obstacle(NO_CARER, {}, "#people", N_("Name a carer"))
        found.append(Awaited(N_("The client has no carer"), says, tone="warn"))
    return found


def _leaving(leaving: Leaving | None, ownership: str, here: str) -> Iterator[Awaited]:
    if leaving is None or ownership != "bureau":
        return
    title = N_("The client is leaving")
    if leaving.outcome == STARTED:
        day = last_day(leaving.deadline)
        tone = "bad" if (day - today()).days <= SOON else "warn"
        fix = f"{here}/handover"
        yield Awaited(title, Obstacle(LEAVES, {}, fix, N_("Hand the account over")), day, tone)
    elif leaving.outcome == "stopped":
        facts: dict[str, Any] = {"reason": leaving.reason or "–"}
        yield Awaited(title, Obstacle(STOPPED, facts))


def _frozen(row: Served) -> Iterator[Awaited]:
    if row.frozen:
        title = N_("An operator has to decide who owns the account")
        yield Awaited(title, Obstacle(FROZEN, {}), tone="warn")


def _packages(row: Served, packages: list[HandoverPackage]) -> Iterator[Awaited]:
    fix = ("#package", N_("See the package"))
    for package in packages:
        if package.id == row.awaited_package:
            text = NOT_WHOLE if package.outcome else CLIENT_WAITS
            title = N_("The client waits for a hand-over package")
            yield Awaited(title, Obstacle(text, {}, *fix), tone="warn")
        elif package.asked_by == "bureau" and package.outcome is None:
            yield Awaited(N_("A hand-over package is being made"), Obstacle(OURS, {}, *fix))


def _offered(client: Seen, here: str) -> Iterator[Awaited]:
    offer = client.handover
    if offer and offer.outcome is None and client.ownership == "bureau":
        says = Obstacle(OFFERED, {"email": offer.email}, f"{here}/handover", N_("See the offer"))
        yield Awaited(N_("The hand-over waits for the client"), says, last_day(offer.expires_at))
