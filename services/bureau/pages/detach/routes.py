"""Ending a co-operation, step by step: what it brings, why, and whether that is right."""

from typing import Any

from sqlalchemy.orm import Session

from services.bureau.clients import actions
from services.bureau.clients.lifecycle import DETACHED
from services.bureau.clients.preflight import Caution, look_ahead
from services.bureau.handover_packages import actions as packages
from services.bureau.pages.client.frame import CLIENT, Looked, hold, look_at, shown
from services.bureau.pages.client.schemas import WhyForm
from services.bureau.pages.client.ways import Obstacle, obstacle
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages, Show
from shared.pages.words import month
from shared.texts import N_

pages = Pages("detach")

DETACH = f"{CLIENT}/detach"

BRINGS = ("documents_close", "client_pays")
"""The warnings that say what comes of it; the others say what had better be done before."""


@pages.read(DETACH)
def show_detach(session: Session, caller: Caller, bureau: str, client: str) -> Show:
    """What the end brings, what stands in its way, what had better be done before."""
    return _begin(session, look_at(session, caller, bureau, client))


@pages.read(f"{DETACH}/reason")
def show_reason(session: Session, caller: Caller, bureau: str, client: str) -> Show:
    """Why the co-operation ends."""
    looked = look_at(session, caller, bureau, client)
    if look_ahead(session, looked.staff, looked.row, "detach").blockers:
        return _begin(session, looked)
    return shown("detach/reason.html", looked)


@pages.write(f"{DETACH}/check", form=WhyForm, again=show_reason)
def check_detach(
    session: Session, caller: Caller, bureau: str, client: str, form: dict[str, Any]
) -> Show:
    """The end as it would be, once more for a look; nothing is done yet."""
    looked = look_at(session, caller, bureau, client)
    if look_ahead(session, looked.staff, looked.row, "detach").blockers:
        return _begin(session, looked)
    return shown("detach/check.html", looked, reason=form["reason"])


@pages.write(DETACH, form=WhyForm, again=show_detach)
def detach_client(
    session: Session, caller: Caller, bureau: str, client: str, form: dict[str, Any]
) -> Go:
    """End the co-operation."""
    _, found, here = hold(session, caller, bureau, client)
    actions.detach(session, found, reason=form["reason"])
    return Go(f"{here}/detach", N_("The co-operation with %(name)s has ended."), name=found.name)


def _begin(session: Session, looked: Looked) -> Show:
    found = look_ahead(session, looked.staff, looked.row, "detach")
    asked = packages.of(session, looked.row.id)
    return shown(
        "detach/brings.html",
        looked,
        is_over=looked.client.state == DETACHED.value,
        has_package=any(package.outcome == packages.VERIFIED for package in asked),
        obstacles=[obstacle(each, looked.here) for each in found.blockers],
        brings=[_caution(each, looked) for each in found.warnings if each.code in BRINGS],
        before=[_caution(each, looked) for each in found.warnings if each.code not in BRINGS],
    )


def _caution(caution: Caution, looked: Looked) -> Obstacle:
    """A warning, with where what it asks for is done."""
    export = f"/export/{looked.staff.bureau}/new?client={looked.row.prefix}"
    fixes = {
        "months_open": (f"{looked.here}#months", N_("See the months")),
        "changed_after_export": (export, N_("New export"), "exports"),
        "never_exported": (export, N_("New export"), "exports"),
    }
    return Obstacle(caution.text, _said(caution.facts), *fixes.get(caution.code, (None, "")))


def _said(facts: dict[str, Any]) -> dict[str, Any]:
    """Months by their names."""
    if "months" not in facts:
        return facts
    return {"months": ", ".join(month(each) for each in facts["months"].split(", "))}
