"""The HTTP face of exports."""

from typing import Any, cast

from flask import Response, current_app, g, request
from sqlalchemy.orm import Session

from services.exports.access.actions import is_settled
from services.exports.config import Settings
from services.exports.jobs import actions, files, problems, quotas
from services.exports.jobs.events import events
from services.exports.jobs.lifecycle import WAITING
from services.exports.jobs.models import Job, JobProblem
from services.exports.jobs.schemas import (
    ExportBody,
    ExportProblemView,
    ExportsQuery,
    ExportView,
)
from services.exports.jobs.showing import Showing
from services.exports.jobs.storage import Storage
from services.exports.jobs.streams import Streams
from shared.auth.caller import Caller
from shared.web.api import Answer, Api, Waiting
from shared.web.lists import ListQuery, Page, mapped, page_of, paginate
from shared.web.problems import language
from shared.web.requests import read_json

api = Api("exports")


def are_settled(session: Session) -> bool:
    """False while one of the accounts in the body may still be on its way."""
    body = read_json(ExportBody)
    return is_settled(session, g.caller, [prefix.lower() for prefix in body["accounts"]])


@api.write(
    "POST",
    "/v1/exports",
    body=ExportBody,
    out=ExportView,
    status=202,
    waits=True,
    settles=are_settled,
    codes=("forbidden", "too_many_requests"),
)
def queue_export(session: Session, caller: Caller, body: dict[str, Any]) -> Waiting:
    """Ask for documents as a file.

    Several accounts give one ZIP. An account that you may not export is told in `problems`,
    and the others go on; where you may export none of them, nothing is queued.
    """
    check_quota(session, caller)
    asked = body.pop("period")
    job = actions.queue(session, caller, period=(asked["first"], asked["last"]), **body)
    shown = showing(caller)

    def look(session: Session) -> Answer | None:
        found = actions.get_job(session, caller, job.id)
        return None if found.state in WAITING else _answer(session, shown, found, status=201)

    return Waiting(now=_answer(session, shown, job), look=look)


@api.write(
    "POST",
    "/v1/exports/<export>/repeat",
    out=ExportView,
    status=202,
    codes=("forbidden", "step_refused", "too_many_requests"),
)
def repeat_export(session: Session, caller: Caller, export: str) -> Answer:
    """Ask for the same file again, to the byte.

    It reads the documents that the first one read. Where one of them, the company or the
    settings changed since, the export fails with `changed_after_export`, and makes no file
    that is another.
    """
    check_quota(session, caller)
    return _answer(session, showing(caller), actions.repeat(session, caller, export))


@api.read("/v1/exports", out=page_of(ExportView), query=ExportsQuery)
def list_exports(session: Session, caller: Caller, query: dict[str, Any]) -> Page[Any]:
    """Your exports, the newest first; of each only the first problems."""
    page = actions.list_jobs(session, caller, **query)
    return Page(showing(caller).several(session, page.items), page.next)


@api.read("/v1/exports/<export>", out=ExportView)
def get_export(session: Session, caller: Caller, export: str) -> dict[str, Any]:
    """One of your exports."""
    return showing(caller).one(session, actions.get_job(session, caller, export))


@api.read("/v1/exports/<export>/problems", out=page_of(ExportProblemView), query=ListQuery)
def list_problems(
    session: Session, caller: Caller, export: str, query: dict[str, Any]
) -> Page[Any]:
    """All that the export has to tell about your documents."""
    job = actions.get_job(session, caller, export)
    shown = showing(caller)
    found = problems.of(job, hidden=shown.hidden(session, job))
    page: Page[JobProblem] = paginate(session, found, by=[JobProblem.position], **query)
    return mapped(page, lambda problem: shown.problem(job, problem))


@api.read("/v1/exports/<export>/progress", gives="text/event-stream")
def watch_export(session: Session, caller: Caller, export: str) -> Response:
    """The export's progress as Server-Sent Events.

    `progress` events, then one named `completed`, `failed` or `cancelled`; the data of each
    is the export's JSON.
    """
    job = actions.get_job(session, caller, export)
    watch = cast("Streams", current_app.extensions["streams"]).watch(job.id)
    sessions = current_app.extensions["reading"]
    stream = Response(
        events(sessions, showing(caller), job.id, watch), mimetype="text/event-stream"
    )
    stream.call_on_close(watch.close)
    stream.headers["Cache-Control"] = "no-store"
    stream.headers["X-Accel-Buffering"] = "no"
    return stream


@api.read("/v1/exports/<export>/file", gives="*/*")
def get_file(session: Session, caller: Caller, export: str) -> Response:
    """The export's file, whole or in ranges; its ETag is its SHA-256.

    It is closed at once to a bureau that lost one of the clients in it.
    """
    job = actions.get_file(session, caller, export)
    return files.response(request, cast("Storage", current_app.extensions["storage"]), job)


@api.write("POST", "/v1/exports/<export>/cancel", out=ExportView, codes=("step_refused",))
def cancel_export(session: Session, caller: Caller, export: str) -> dict[str, Any]:
    """Stop an export that is not ready yet."""
    return showing(caller).one(session, actions.cancel(session, caller, export))


def check_quota(session: Session, caller: Caller) -> None:
    """Raise TooMany for who asked for too much, unless limits are off."""
    if cast("Settings", current_app.extensions["settings"]).rate_limits:
        quotas.check(session, caller)


def _answer(session: Session, shown: Showing, job: Job, status: int | None = None) -> Answer:
    location = f"{shown.public_url}/v1/exports/{job.id}"
    return Answer(shown.one(session, job), status=status, headers={"Location": location})


def showing(caller: Caller) -> Showing:
    """How this request's answer shows exports."""
    settings = cast("Settings", current_app.extensions["settings"])
    return Showing(
        caller=caller,
        language=language(),
        public_url=settings.public_url,
        accounts_url=settings.accounts_url,
    )
