"""A job's page: a dry run that can be done in earnest, progress, and what came of each row."""

from typing import Any

from sqlalchemy.orm import Session

from services.bureau.access import NO_BUREAU, Staff, enter
from services.bureau.bulk import actions
from services.bureau.bulk.schemas import seen
from services.bureau.pages.jobs.words import ACTIONS, OUTCOMES, STATES
from shared.auth.caller import Caller
from shared.contracts.pages import PANEL
from shared.errors import Missing
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_

pages = Pages("jobs")

JOB = "/panel/<bureau>/jobs/<job_id>"


@pages.read(JOB)
def show_job(session: Session, caller: Caller, bureau: str, job_id: str) -> Show:
    """How far a job is, and what came of each client; it looks again by itself."""
    staff = _leading(session, caller, bureau)
    job = actions.get(session, staff.bureau_id, job_id)
    view: dict[str, Any] = seen(job, list(actions.results(session, job)))
    good = sum(1 for row in view["results"] if row["outcome"] in ("done", "would_do"))
    return Show(
        "jobs/job.html",
        area=PANEL,
        prefix=staff.bureau,
        here="clients",
        job=view,
        good=good,
        over=job.finished_at is not None,
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
