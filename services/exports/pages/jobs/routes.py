"""A person's exports, seen from an account that they work in."""

from typing import Any, cast

from flask import Response, current_app, request, stream_with_context
from sqlalchemy.orm import Session

from services.exports.access.actions import NO_ACCOUNT
from services.exports.copies.actions import accounts_by_prefix
from services.exports.formats.registry import FORMATS
from services.exports.jobs import actions, files
from services.exports.jobs.events import changes
from services.exports.jobs.routes import showing
from services.exports.jobs.storage import Storage
from services.exports.jobs.streams import Streams
from services.exports.pages.jobs.schemas import ExportsFilters
from services.exports.pages.jobs.stream import parts
from services.exports.pages.places import area_of
from services.exports.pages.words import STATES
from shared.auth.caller import Caller
from shared.errors import Missing
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_

pages = Pages("jobs")

EXPORTS = "/export/<prefix>"
ONE = f"{EXPORTS}/<export>"
CANCELLED = N_("The export was cancelled.")


@pages.read(EXPORTS, query=ExportsFilters)
def show_exports(session: Session, caller: Caller, prefix: str, query: dict[str, Any]) -> Show:
    """The person's exports, the newest first."""
    place = enter(session, caller, prefix)
    found = actions.list_jobs(session, caller, **query)
    jobs = showing(caller).several(session, found.items)
    return Show("jobs/list.html", **place, jobs=jobs, next=found.next, query=query)


@pages.read(ONE)
def show_export(session: Session, caller: Caller, prefix: str, export: str) -> Show:
    """One export: how far it is, its problems, its file."""
    place = enter(session, caller, prefix)
    job = showing(caller).one(session, actions.get_job(session, caller, export))
    return Show("jobs/job.html", **place, job=job)


@pages.read(f"{ONE}/progress")
def watch_export(session: Session, caller: Caller, prefix: str, export: str) -> Response:
    """The part of the page that changes, anew at each change, as Server-Sent Events."""
    place = enter(session, caller, prefix)
    job = actions.get_job(session, caller, export)
    watch = cast("Streams", current_app.extensions["streams"]).watch(job.id)
    found = changes(current_app.extensions["reading"], showing(caller), job.id, watch)
    stream = Response(stream_with_context(parts(found, place)), mimetype="text/event-stream")
    stream.call_on_close(watch.close)
    stream.headers["Cache-Control"] = "no-store"
    stream.headers["X-Accel-Buffering"] = "no"
    return stream


@pages.read(f"{ONE}/file")
def download_export(session: Session, caller: Caller, prefix: str, export: str) -> Response:
    """The export's file."""
    enter(session, caller, prefix)
    job = actions.get_file(session, caller, export)
    return files.response(request, cast("Storage", current_app.extensions["storage"]), job)


@pages.write(f"{ONE}/cancel", again=show_export)
def cancel_export(session: Session, caller: Caller, prefix: str, export: str) -> Go:
    """Stop an export that is not ready yet."""
    actions.cancel(session, caller, export)
    return Go(f"/export/{prefix}/{export}", CANCELLED)


def enter(session: Session, caller: Caller, prefix: str) -> dict[str, Any]:
    """What every page here shows; Missing to whoever has no role in the account."""
    account = accounts_by_prefix(session, [prefix.lower()]).get(prefix.lower())
    if account is None or account.id not in caller.roles:
        raise Missing(NO_ACCOUNT, prefix=prefix)
    return {
        "area": area_of(session, account.prefix),
        "prefix": account.prefix,
        "here": "exports",
        "states": STATES,
        "formats": FORMATS,
    }
