"""What the page of one export shows of it, whole or in its stream."""

from typing import Any

from sqlalchemy.orm import Session

from services.exports.jobs import firms, problems
from services.exports.jobs.lifecycle import WAITING
from services.exports.jobs.models import Job, JobProblem
from services.exports.jobs.showing import ALL_SHOWN, FEW_SHOWN, Showing
from services.exports.links.actions import list_links
from services.exports.pages.problems import grouped, said

FIRMS_SHOWN = 12


def seen(session: Session, showing: Showing, job: Job) -> dict[str, Any]:
    """The export, its problems in groups, its firms where there are several, its links."""
    hidden = showing.hidden(session, job)
    told = problems.of(job, hidden=hidden)
    most = FEW_SHOWN if job.state in WAITING else ALL_SHOWN
    first = session.scalars(told.order_by(JobProblem.position).limit(most))
    groups = grouped(first, problems.counts(session, told), showing.language)
    is_open = job.has_file and not hidden
    return {
        "job": showing.one(session, job, most=1),
        "error": _error(job, showing.language),
        "groups": groups,
        "hidden": sorted(hidden),
        "is_past": job.file_sha256 is not None and not job.has_file,
        "repeatable": job.file_sha256 is not None,
        "firms": _firms(session, job, hidden),
        "links": list_links(session, showing.caller, job.id) if is_open else [],
    }


def _error(job: Job, language: str) -> str | None:
    return said(job.error["text"], job.error["facts"], language) if job.error else None


def _firms(session: Session, job: Job, hidden: set[str]) -> firms.Firms | None:
    if len(job.accounts) < 2:
        return None
    return firms.foremost(session, job, hidden=hidden, most=FIRMS_SHOWN)
