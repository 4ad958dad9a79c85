"""A client's page: where it stands, what leads on, its people, months, documents, its story."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.bureau.assignments import actions as assignments
from services.bureau.clients import history
from services.bureau.clients.lifecycle import documents_are_open
from services.bureau.desk import actions as desk
from services.bureau.handover_packages import actions as packages
from services.bureau.pages.client import words
from services.bureau.pages.client.awaited import awaited
from services.bureau.pages.client.frame import CLIENT, Looked, look_at, shown
from services.bureau.pages.client.picture import draw
from services.bureau.pages.client.schemas import PageQuery
from services.bureau.pages.client.story import story
from services.bureau.pages.client.strip import Cell, choose, strip
from services.bureau.pages.client.ways import lifecycle_of, ways
from services.bureau.people import colleagues
from services.bureau.people import reads as people
from services.bureau.people.models import Colleague
from services.bureau.served.reads import facts
from shared.auth.caller import Caller
from shared.pages.routing import Pages, Show

pages = Pages("client")

LATEST = 200  # steps


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
        **(_months(session, looked, query["month"]) if is_open else {"cells": [], "chosen": None}),
    )


def _months(session: Session, looked: Looked, wanted: str | None) -> dict[str, Any]:
    cells: list[Cell] = strip(session, looked.row, chosen=wanted)
    return {"cells": cells, "chosen": choose(cells, wanted)}


def _looking_after(session: Session, looked: Looked) -> dict[str, str | None]:
    """Who looks after the client, each with their duty if they have one."""
    rows = assignments.of_all(session, [looked.row.id]).get(looked.row.id, [])
    return {each.user_id: each.duty for each in rows}


def _names(known: Sequence[Colleague]) -> dict[str, str]:
    return {each.user_id: each.called for each in known}
