"""A client's page: where it stands, what leads on, its people, months, documents, its story."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.bureau.assignments import actions as assignments
from services.bureau.assignments.models import CARER, DEPUTY
from services.bureau.clients import history
from services.bureau.clients.lifecycle import documents_are_open
from services.bureau.desk import actions as desk
from services.bureau.handover_packages import actions as packages
from services.bureau.months import actions as month_actions
from services.bureau.pages.client import words
from services.bureau.pages.client.awaited import awaited
from services.bureau.pages.client.frame import CLIENT, Looked, hold, look_at, shown
from services.bureau.pages.client.picture import draw
from services.bureau.pages.client.schemas import (
    MonthForm,
    NotesForm,
    PageQuery,
    PeopleForm,
    ReopenForm,
)
from services.bureau.pages.client.story import story
from services.bureau.pages.client.strip import Cell, choose, strip
from services.bureau.pages.client.ways import lifecycle_of, ways
from services.bureau.pages.served.words import DEADLINES, MONTHS
from services.bureau.people import colleagues
from services.bureau.people import reads as people
from services.bureau.people.models import Colleague
from services.bureau.served.reads import facts
from shared.auth.caller import Caller
from shared.errors import VersionConflict
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_

pages = Pages("client")

LATEST = 200  # steps

WRITTEN_MEANWHILE = N_(
    "Somebody else wrote something here meanwhile. Compare it with yours, and save once more."
)

DONE = {
    "complete": N_("The documents of the month are complete."),
    "take_up": N_("The month is in work."),
    "close": N_("The month is closed."),
}


@pages.read(CLIENT, query=PageQuery)
def show_client(
    session: Session, caller: Caller, bureau: str, client: str, query: dict[str, Any]
) -> Show:
    """All that the bureau knows of one client, and what can be done next."""
    looked = look_at(session, caller, bureau, client)
    row = looked.row
    lives = facts(row)
    is_open = lives is not None and documents_are_open(lives)
    ours = colleagues.of(session, looked.staff.bureau_id)
    theirs = colleagues.of(session, row.account_id or "") if is_open else []
    asked = packages.of(session, row.id)
    steps = history.of(session, row, limit=LATEST, cursor=None).items
    return shown(
        "client/client.html",
        looked,
        headers=_news(looked, query["was"]),
        is_open=is_open,
        picture=draw(lifecycle_of(row), row.state),
        ways=ways(session, looked.staff, row, looked.client),
        awaited=awaited(
            row,
            looked.client,
            asked,
            orphaned=people.is_orphaned(session, row.id),
            here=looked.here,
        ),
        packages=asked,
        noted=desk.of(session, row.id),
        ours=ours,
        theirs=theirs,
        looking_after=_looking_after(session, looked),
        story=story(steps, asked, looked.client.leaving, _names([*ours, *theirs])),
        words=words,
        month_words=MONTHS,
        term_words=DEADLINES,
        **(_months(session, looked, query["month"]) if is_open else {"cells": [], "chosen": None}),
    )


@pages.write(f"{CLIENT}/people", form=PeopleForm, again=show_client)
def put_people(
    session: Session, caller: Caller, bureau: str, client: str, form: dict[str, Any]
) -> Go:
    """Let these people look after the client, one as carer, one as deputy."""
    _, found, here = hold(session, caller, bureau, client)
    duties = {duty: form[duty] for duty in (CARER, DEPUTY)}
    everybody = {*form["user_ids"], *(person for person in duties.values() if person)}
    assignments.assign(session, found, sorted(everybody), duties_wanted=duties)
    return Go(f"{here}#people", N_("It is written down who looks after the client."))


@pages.write(f"{CLIENT}/notes", form=NotesForm, again=show_client)
def put_notes(
    session: Session, caller: Caller, bureau: str, client: str, form: dict[str, Any]
) -> Go:
    """Let exactly this stand about the client; everybody who sees the client may."""
    _, found, here = hold(session, caller, bureau, client, leads=False)
    if form.pop("version") != desk.of(session, found.id).version:
        raise VersionConflict(WRITTEN_MEANWHILE)
    desk.write(session, found, **form)
    return Go(f"{here}#notes", N_("The notes are saved."))


@pages.write(f"{CLIENT}/months", form=MonthForm, again=show_client)
def take_month_on(
    session: Session, caller: Caller, bureau: str, client: str, form: dict[str, Any]
) -> Go:
    """The next step of a month; all who look after the client may take it."""
    _, found, here = hold(session, caller, bureau, client, leads=False)
    month_actions.step(session, found, form["month"], form["trigger"])
    return Go(f"{here}?month={form['month']}#months", DONE[form["trigger"]])


@pages.write(f"{CLIENT}/months/reopen", form=ReopenForm, again=show_client)
def reopen_month(
    session: Session, caller: Caller, bureau: str, client: str, form: dict[str, Any]
) -> Go:
    """Open a month again, and say why."""
    _, found, here = hold(session, caller, bureau, client, leads=False)
    month_actions.step(session, found, form["month"], "reopen", reason=form["reason"])
    return Go(f"{here}?month={form['month']}#months", N_("The month is open again."))


@pages.write(f"{CLIENT}/package", again=show_client)
def ask_for_package(session: Session, caller: Caller, bureau: str, client: str) -> Go:
    """Have a package made of all documents of the served period."""
    _, found, here = hold(session, caller, bureau, client)
    packages.ask(session, found)
    notice = N_("The hand-over package is being made. You get a mail when it is ready.")
    return Go(f"{here}#package", notice)


@pages.write(f"{CLIENT}/package/waive", again=show_client)
def waive_package(session: Session, caller: Caller, bureau: str, client: str) -> Go:
    """Go without the package that the bureau asked for."""
    _, found, here = hold(session, caller, bureau, client)
    packages.waive(session, found)
    return Go(f"{here}#package", N_("The bureau goes without the hand-over package."))


def _news(looked: Looked, was: str | None) -> dict[str, str]:
    """Has a page that waits for another state loaded anew once it is there."""
    return {"HX-Refresh": "true"} if was and was != looked.client.state else {}


def _months(session: Session, looked: Looked, wanted: str | None) -> dict[str, Any]:
    cells: list[Cell] = strip(session, looked.row, chosen=wanted)
    return {"cells": cells, "chosen": choose(cells, wanted)}


def _looking_after(session: Session, looked: Looked) -> dict[str, str | None]:
    """Who looks after the client, each with their duty if they have one."""
    rows = assignments.of_all(session, [looked.row.id]).get(looked.row.id, [])
    return {each.user_id: each.duty for each in rows}


def _names(known: Sequence[Colleague]) -> dict[str, str]:
    return {each.user_id: each.called for each in known}
