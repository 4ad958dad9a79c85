"""The HTTP face of bulk jobs."""

from typing import Any

from sqlalchemy.orm import Session

from services.bureau.access import NO_BUREAU, Staff, enter, enter_leading
from services.bureau.addresses import bulk_url
from services.bureau.bulk import actions, reads
from services.bureau.bulk.schemas import BulkBody, BulkView, seen
from shared.auth.caller import Caller
from shared.errors import Missing
from shared.web.api import Answer, Api, Waiting
from shared.web.lists import ListQuery, Page, mapped, page_of

api = Api("bulk")

ADDRESS = "/v1/bureaus/<bureau>/bulk"


@api.write(
    "POST", ADDRESS, body=BulkBody, out=BulkView, status=202, waits=True, codes=("forbidden",)
)
def start_bulk(session: Session, caller: Caller, bureau: str, body: dict[str, Any]) -> Waiting:
    """Do one thing to many clients; with `dry_run` only say what would come of it."""
    staff = enter_leading(session, caller, bureau)
    job = actions.start(
        session,
        staff,
        action=body["action"],
        prefixes=body["clients"],
        arguments=body["arguments"],
        dry_run=body["dry_run"],
        actor=caller.actor,
    )
    headers = {"Location": bulk_url(staff.bureau, job.id)}
    return Waiting(
        now=Answer(seen(job, []), headers=headers),
        look=lambda later: _outcome(later, staff.bureau_id, job.id),
    )


@api.read(ADDRESS, out=page_of(BulkView), query=ListQuery)
def list_bulk(
    session: Session, caller: Caller, bureau: str, query: dict[str, Any]
) -> Page[dict[str, Any]]:
    """The bureau's jobs, the newest first; what came of each client is told of one job only."""
    staff = _leading_or_missing(session, caller, bureau)
    return mapped(reads.jobs(session, staff.bureau_id, **query), lambda job: seen(job, []))


@api.read(f"{ADDRESS}/<job_id>", out=BulkView)
def get_bulk(session: Session, caller: Caller, bureau: str, job_id: str) -> dict[str, Any]:
    """How far a job is, and what came of each client."""
    staff = _leading_or_missing(session, caller, bureau)
    return _seen(session, staff.bureau_id, job_id)


@api.write("POST", f"{ADDRESS}/<job_id>/stop", out=BulkView, codes=("step_refused",))
def stop_bulk(session: Session, caller: Caller, bureau: str, job_id: str) -> dict[str, Any]:
    """Do none of the clients that are left; what is done stays done."""
    staff = _leading_or_missing(session, caller, bureau)
    job = actions.stop(session, staff.bureau_id, job_id)
    return seen(job, list(actions.results(session, job)))


@api.write("POST", f"{ADDRESS}/<job_id>/undo", out=BulkView, status=202, codes=("step_refused",))
def undo_bulk(session: Session, caller: Caller, bureau: str, job_id: str) -> Answer:
    """Take back what a job did, client by client; what was changed since stays as it is."""
    staff = _leading_or_missing(session, caller, bureau)
    job = actions.undo(session, staff, job_id, actor=caller.actor)
    return Answer(seen(job, []), headers={"Location": bulk_url(staff.bureau, job.id)})


def _leading_or_missing(session: Session, caller: Caller, bureau: str) -> Staff:
    """A member sees the bureau, and none of its jobs."""
    staff = enter(session, caller, bureau)
    if not staff.leads:
        raise Missing(NO_BUREAU, prefix=bureau)
    return staff


def _seen(session: Session, bureau_id: str, job_id: str) -> dict[str, Any]:
    job = actions.get(session, bureau_id, job_id)
    return seen(job, list(actions.results(session, job)))


def _outcome(session: Session, bureau_id: str, job_id: str) -> Answer | None:
    job = actions.get(session, bureau_id, job_id)
    done = job.finished_at is not None
    return Answer(_seen(session, bureau_id, job_id), status=200) if done else None
