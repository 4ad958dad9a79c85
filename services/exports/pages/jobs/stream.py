"""An export's progress as HTML: what the page shows of it, anew at each change."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from services.exports.jobs.actions import get_job
from services.exports.jobs.events import STILL_HERE, Change
from services.exports.jobs.showing import Showing
from services.exports.pages.jobs.seen import seen
from shared.pages.drawing import Drawing, Moment


def parts(
    changes: Iterator[Change | None],
    sessions: sessionmaker[Session],
    showing: Showing,
    drawing: Drawing,
    moment: Moment,
    place: Mapping[str, Any],
) -> Iterator[str]:
    """An unnamed event with the part at each change, which htmx puts in; `done` at the end."""
    for change in changes:
        if change is None:
            yield STILL_HERE
            continue
        with sessions() as session:
            facts = seen(session, showing, get_job(session, showing.caller, change.shown["id"]))
        html = drawing.part("jobs/progress.html", moment, **place, **facts)
        yield "".join(f"data: {line}\n" for line in html.splitlines()) + "\n"
        if change.is_over:
            yield "event: done\ndata:\n\n"
