"""An export's progress as HTML: what the page shows of it, anew at each change."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import current_app

from services.exports.jobs.events import STILL_HERE, Change
from shared.pages.drawing import Drawing


def parts(changes: Iterator[Change | None], place: Mapping[str, Any]) -> Iterator[str]:
    """An unnamed event with the part at each change, which htmx puts in; `done` at the end."""
    drawing: Drawing = current_app.extensions["drawing"]
    for change in changes:
        if change is None:
            yield STILL_HERE
            continue
        html = drawing.part("jobs/progress.html", **place, job=change.shown)
        yield "".join(f"data: {line}\n" for line in html.splitlines()) + "\n"
        if change.is_over:
            yield "event: done\ndata:\n\n"
