"""The steps that lead on from a client's present state: which can be taken, by whom, and why not.

What is possible is asked of the same preflight that the API answers by.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from services.bureau.access import Staff
from services.bureau.clients.lifecycle import LIFECYCLE
from services.bureau.clients.preflight import look_ahead
from services.bureau.companies.lifecycle import LIFECYCLE as REQUEST_LIFE
from services.bureau.handovers.actions import THEIRS
from services.bureau.pages.client.words import OFFER_ENDS
from services.bureau.served.models import CLIENT, Served
from services.bureau.served.reads import Seen
from shared.errors import Failure
from shared.lifecycle import Lifecycle
from shared.texts import N_

POSSIBLE, WAITS, BLOCKED, OTHERS = "possible", "waits", "blocked", "others"
STAGES = (POSSIBLE, WAITS, BLOCKED, OTHERS)

TITLES = {
    "activate": N_("Access to the documents"),
    "deactivate": N_("The end of the access"),
    "hand_over": N_("Hand the account over to the client"),
    "detach": N_("End the co-operation"),
    "create": N_("The account is opened"),
    "reject": N_("The account is refused"),
    "abandon": N_("There is no answer"),
}

TEXTS = {
    "activate": N_(
        "The client does this: in Settings, under Users and permissions, it adds the bureau as "
        "accountant. Then the bureau sees the documents."
    ),
    "deactivate": N_(
        "The client can take the access away at any time. The documents close to the bureau, and "
        "the client stays on the list."
    ),
    "hand_over": N_(
        "The bureau owns the account. A person of the client takes it over, and the bureau stays "
        "its accountant."
    ),
    "detach": N_(
        "The bureau loses sight of the client's documents, and the client keeps everything. "
        "This can't be undone."
    ),
    "create": N_("It usually takes a few seconds. You need not wait on this page."),
    "reject": N_("Somebody else may have the prefix by now. Then the seat of the package is free."),
    "abandon": N_("If nothing comes for long, the request ends and the seat is free again."),
}
"""What each step means, in a sentence or two."""

OWN_ACCOUNT = N_("The client can take the access away only once it owns the account.")
OFFERED = N_("It is offered to %(email)s, who has not answered yet.")


class Obstacle(NamedTuple):
    """What is in the way: a text with its facts, and the way out, if there is one.

    `fix` is the way out's path, in the service `site`.
    """

    text: str
    facts: dict[str, Any]
    fix: str | None = None
    fix_label: str = ""
    site: str = "bureau"


@dataclass(frozen=True)
class Way:
    """A step from the present state: `possible`, `waits`, `others` do it, or `blocked`."""

    trigger: str
    stage: str
    title: str
    text: str
    obstacles: tuple[Obstacle, ...] = ()
    address: str | None = None  # Where the bureau takes it.


def lifecycle_of(row: Served) -> Lifecycle:
    """The table by which this row of the list lives."""
    return LIFECYCLE if row.kind == CLIENT else REQUEST_LIFE


def ways(session: Session, staff: Staff, row: Served, client: Seen) -> list[Way]:
    """The steps that leave the present state; what the bureau can do comes first."""
    here = f"/panel/{staff.bureau}/clients/{row.prefix}"
    leaving = (s for s in lifecycle_of(row).steps if s.source and s.source.value == row.state)
    makers = {"hand_over": _hand_over, "detach": _detach, "deactivate": _deactivate}
    found = [
        makers[trigger](session, staff, row, client, here)
        if trigger in makers
        else Way(trigger, OTHERS, TITLES[trigger], TEXTS[trigger])
        for trigger in dict.fromkeys(step.trigger for step in leaving)
    ]
    return sorted(found, key=lambda way: (STAGES.index(way.stage), way.trigger == "deactivate"))


def obstacle(failure: Failure, here: str) -> Obstacle:
    """A refusal as the pages tell it, with the page where one gets on."""
    fixes = {
        "owner_is_bureau": (f"{here}/handover", N_("Hand the account over")),
        "transfer_pending": (f"{here}/handover", N_("See the offer")),
        "package_not_ready": (f"{here}#package", N_("See the package")),
    }
    return Obstacle(failure.text, failure.facts, *fixes.get(failure.code, (None, "")))


def _hand_over(session: Session, staff: Staff, row: Served, client: Seen, here: str) -> Way:
    title, text = TITLES["hand_over"], TEXTS["hand_over"]
    address = f"{here}/handover"
    if client.ownership == "client":
        return Way("hand_over", BLOCKED, title, THEIRS)
    offer = client.handover
    if offer and offer.outcome is None:
        waiting = Obstacle(OFFERED, {"email": offer.email})
        return Way("hand_over", WAITS, title, text, (waiting,), address)
    found = look_ahead(session, staff, row, "handover")
    if found.blockers:
        return _blocked("hand_over", found.blockers, here)
    ended = offer and OFFER_ENDS.get(offer.outcome or "")
    before = (Obstacle(ended, {"email": offer.email}),) if offer and ended else ()
    return Way("hand_over", POSSIBLE, title, text, before, address)


def _detach(session: Session, staff: Staff, row: Served, client: Seen, here: str) -> Way:
    found = look_ahead(session, staff, row, "detach")
    if found.blockers:
        return _blocked("detach", found.blockers, here)
    return Way("detach", POSSIBLE, TITLES["detach"], TEXTS["detach"], address=f"{here}/detach")


def _deactivate(session: Session, staff: Staff, row: Served, client: Seen, here: str) -> Way:
    title, text = TITLES["deactivate"], TEXTS["deactivate"]
    if client.ownership == "bureau":
        return Way("deactivate", BLOCKED, title, OWN_ACCOUNT)
    return Way("deactivate", OTHERS, title, text)


def _blocked(trigger: str, blockers: list[Failure], here: str) -> Way:
    obstacles = tuple(obstacle(each, here) for each in blockers)
    return Way(trigger, BLOCKED, TITLES[trigger], TEXTS[trigger], obstacles)
