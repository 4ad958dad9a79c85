"""Jobs: a dry run that can be done in earnest, progress, and what came of each row."""

from typing import Any

from sqlalchemy.orm import Session

from services.bureau.access import NO_BUREAU, Staff, enter
from services.bureau.bulk import actions, reads
from services.bureau.bulk.schemas import export_of, result, seen
from services.bureau.pages.bulk.words import DANGEROUS, WHAT
from services.bureau.pages.jobs.schemas import JobQuery, JobsQuery
from services.bureau.pages.jobs.words import ACTIONS, OUTCOMES, STATES, heading
from services.bureau.served import actions as served
from shared.auth.caller import Caller
from shared.contracts.pages import PANEL
from shared.errors import Missing
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_

pages = Pages("jobs")

JOBS = "/panel/<bureau>/jobs"
JOB = f"{JOBS}/<job_id>"

GOOD = ("done", "would_do")


@pages.read(JOBS, query=JobsQuery)
def show_jobs(session: Session, caller: Caller, bureau: str, query: dict[str, Any]) -> Show:
    """What was done to many companies at once, the newest first."""
    staff = _leading(session, caller, bureau)
    return Show(
        "jobs/list.html",
        area=PANEL,
        prefix=staff.bureau,
        here="clients",
        listed=reads.jobs(session, staff.bureau_id, **query),
        query=query,
        actions=ACTIONS,
        job_states=STATES,
    )


@pages.read(JOB, query=JobQuery)
def show_job(
    session: Session, caller: Caller, bureau: str, job_id: str, query: dict[str, Any]
) -> Show:
    """How far a job is, and what came of each client; it looks again by itself."""
    staff = _leading(session, caller, bureau)
    job = actions.get(session, staff.bureau_id, job_id)
    tally = reads.tally(session, job)
    good = sum(each.rows for each in tally if each.outcome in GOOD)
    rows = reads.rows(session, job, **query)
    prefixes = [row.prefix for row in rows.items]
    return Show(
        "jobs/job.html",
        area=PANEL,
        prefix=staff.bureau,
        here="clients",
        job=seen(job, []) | {"export_id": export_of(job, was_asked=good > 0)},
        tally=[(each.outcome, each.rows, result(each.row)["detail"]) for each in tally],
        rows=[result(row) for row in rows.items],
        names=served.names(session, staff.bureau_id, prefixes),
        next=rows.next,
        query=query,
        good=good,
        over=job.finished_at is not None,
        follower=reads.follower(session, job),
        is_bulk=job.action in WHAT,
        dangerous=job.action in DANGEROUS,
        what=WHAT,
        heading=heading,
        actions=ACTIONS,
        outcomes=OUTCOMES,
        job_states=STATES,
    )


@pages.write(f"{JOB}/carry-out")
def carry_out(session: Session, caller: Caller, bureau: str, job_id: str) -> Go:
    """Do in earnest what a dry run said that it would do."""
    staff = _leading(session, caller, bureau)
    job = actions.carry_out(session, staff, job_id, actor=caller.actor)
    return Go(f"/panel/{staff.bureau}/jobs/{job.id}")


@pages.write(f"{JOB}/stop")
def stop_job(session: Session, caller: Caller, bureau: str, job_id: str) -> Go:
    """Do none of the clients that are left."""
    staff = _leading(session, caller, bureau)
    actions.stop(session, staff.bureau_id, job_id)
    return Go(f"/panel/{staff.bureau}/jobs/{job_id}", N_("The rest is not done."))


@pages.write(f"{JOB}/undo")
def undo_job(session: Session, caller: Caller, bureau: str, job_id: str) -> Go:
    """Take back what the job did."""
    staff = _leading(session, caller, bureau)
    job = actions.undo(session, staff, job_id, actor=caller.actor)
    return Go(f"/panel/{staff.bureau}/jobs/{job.id}")


def _leading(session: Session, caller: Caller, bureau: str) -> Staff:
    """A member sees the bureau, and none of its jobs."""
    staff = enter(session, caller, bureau)
    if not staff.leads:
        raise Missing(NO_BUREAU, prefix=bureau)
    return staff
