"""What happened to a client, in plain words: its steps, its packages, its leaving."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from services.bureau.clients.history import Transition
from services.bureau.handover_packages.models import HandoverPackage
from services.bureau.leaving.models import Leaving
from services.bureau.pages.words import STATES, STEPS
from shared.texts import N_

BY = N_("by %(name)s")
BY_OPERATOR = N_("by an operator")

ASKED = {
    "client": N_("The client asked for a hand-over package"),
    "bureau": N_("The bureau asked for a hand-over package"),
}
ENDED = {
    "verified": (N_("The hand-over package is verified"), "ok"),
    "failed": (N_("The hand-over package could not be verified"), "bad"),
    "waived": (N_("Nobody waits for the hand-over package any more"), "neutral"),
}
WANTS_ACCOUNT = N_("The client asked the bureau for its account")


class Event(NamedTuple):
    """Something that happened: its title, by whom, and why, where that is known."""

    at: datetime
    title: str
    tone: str = "neutral"
    by: tuple[str, dict[str, Any]] | None = None
    reason: str | None = None


def story(
    steps: Sequence[Transition],
    packages: Sequence[HandoverPackage],
    leaving: Leaving | None,
    names: Mapping[str, str],
) -> list[Event]:
    """All of it, the newest first; `names` are of people by their ids."""
    events = [
        *(_step(step, names) for step in steps),
        *(event for package in packages for event in _package(package)),
        *([Event(leaving.since, WANTS_ACCOUNT, "warn")] if leaving else []),
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _step(step: Transition, names: Mapping[str, str]) -> Event:
    tone = STATES.get(step.dest, ("", "neutral"))[1]
    kind, _, who = step.actor.partition("/")
    by: tuple[str, dict[str, Any]] | None = None
    if kind == "operator":
        by = (BY_OPERATOR, {})
    elif who in names:
        by = (BY, {"name": names[who]})
    return Event(step.at, STEPS[step.trigger], tone, by, step.reason)


def _package(package: HandoverPackage) -> Iterator[Event]:
    yield Event(package.asked_at, ASKED[package.asked_by])
    if package.outcome and package.ended_at:
        title, tone = ENDED[package.outcome]
        yield Event(package.ended_at, title, tone)
