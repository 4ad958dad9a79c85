"""A person's exports, seen from an account that they work in."""

from typing import Any, cast

from flask import Response, current_app, request, stream_with_context
from sqlalchemy.orm import Session

from services.exports.jobs import actions, files, firms, problems
from services.exports.jobs.events import changes
from services.exports.jobs.models import JobProblem
from services.exports.jobs.routes import check_quota, showing
from services.exports.jobs.storage import Storage
from services.exports.jobs.streams import Streams
from services.exports.pages.entering import enter
from services.exports.pages.jobs.schemas import ExportsFilters, FirmsFilters, ProblemsFilters
from services.exports.pages.jobs.seen import seen
from services.exports.pages.jobs.stream import parts
from services.exports.pages.problems import grouped
from shared.auth.caller import Caller
from shared.pages.drawing import Drawing
from shared.pages.guard import Guard
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_
from shared.web.lists import paginate

pages = Pages("jobs")

EXPORTS = "/export/<prefix>"
ONE = f"{EXPORTS}/<export>"
CANCELLED = N_("The export was cancelled.")
REPEATED = N_("The same file is being made once more, from the documents as they were.")


@pages.read(EXPORTS, query=ExportsFilters)
def show_exports(session: Session, caller: Caller, prefix: str, query: dict[str, Any]) -> Show:
    """The person's exports, the newest first."""
    place = enter(session, caller, prefix)
    found = actions.list_jobs(session, caller, **query)
    jobs = showing(caller).several(session, found.items)
    return Show("jobs/list.html", **place, jobs=jobs, next=found.next, query=query)


@pages.read(ONE)
def show_export(session: Session, caller: Caller, prefix: str, export: str) -> Show:
    """One export: how far it is, its problems, its firms, its file."""
    place = enter(session, caller, prefix)
    job = actions.get_job(session, caller, export)
    return Show("jobs/job.html", **place, **seen(session, showing(caller), job))


@pages.read(f"{ONE}/progress")
def watch_export(session: Session, caller: Caller, prefix: str, export: str) -> Response:
    """The part of the page that changes, anew at each change, as Server-Sent Events."""
    place = enter(session, caller, prefix)
    job = actions.get_job(session, caller, export)
    held = current_app.extensions
    watch = cast("Streams", held["streams"]).watch(job.id)
    shown, sessions = showing(caller), held["reading"]
    moment = cast("Guard", held["guard"]).moment(caller)
    found = changes(sessions, shown, job.id, watch)
    html = parts(found, sessions, shown, cast("Drawing", held["drawing"]), moment, place)
    stream = Response(stream_with_context(html), mimetype="text/event-stream")
    stream.call_on_close(watch.close)
    stream.headers["Cache-Control"] = "no-store"
    stream.headers["X-Accel-Buffering"] = "no"
    return stream


@pages.read(f"{ONE}/problems", query=ProblemsFilters)
def show_problems(
    session: Session, caller: Caller, prefix: str, export: str, query: dict[str, Any]
) -> Show:
    """All problems of one sort."""
    place = enter(session, caller, prefix)
    job = actions.get_job(session, caller, export)
    shown, code = showing(caller), query.pop("code")
    told = problems.of(job, hidden=shown.hidden(session, job)).where(JobProblem.code == code)
    page: Any = paginate(session, told, by=[JobProblem.position], **query)
    counts = {code: problems.count(session, told)}
    groups = grouped(page.items, counts, shown.language, most=len(page.items))
    one = shown.one(session, job, most=1)
    return Show(
        "jobs/problems.html", **place, job=one, group=groups[0], next=page.next, query=query
    )


@pages.read(f"{ONE}/firms", query=FirmsFilters)
def show_firms(
    session: Session, caller: Caller, prefix: str, export: str, query: dict[str, Any]
) -> Show:
    """What came of each firm of an export of several."""
    place = enter(session, caller, prefix)
    job = actions.get_job(session, caller, export)
    shown = showing(caller)
    found = firms.list_firms(session, job, hidden=shown.hidden(session, job), **query)
    one = shown.one(session, job, most=1)
    return Show("jobs/firms.html", **place, job=one, found=found, query=query)


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


@pages.write(f"{ONE}/repeat", again=show_export)
def repeat_export(session: Session, caller: Caller, prefix: str, export: str) -> Go:
    """Make the same file once more."""
    check_quota(session, caller)
    job = actions.repeat(session, caller, export)
    return Go(f"/export/{prefix}/{job.id}", REPEATED)
