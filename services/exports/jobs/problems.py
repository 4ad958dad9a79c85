"""The problems of an export: kept as its run reports them, read by the page."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from services.exports.access.actions import NO_ACCOUNT
from services.exports.formats.problems import Problem
from services.exports.jobs.models import Job, JobProblem


def not_found(prefix: str) -> Problem:
    """What an export says of an account that there is not, or that the caller may not export."""
    return Problem(code="not_found", text=NO_ACCOUNT, facts={"prefix": prefix})


def keep(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    """Write `rows`, which `row` made."""
    if found := list(rows):
        session.execute(insert(JobProblem), found)


def row(job_id: str, attempt: int, position: int, prefix: str, problem: Problem) -> dict[str, Any]:
    """A problem as its table holds it."""
    return {
        "job_id": job_id,
        "attempt": attempt,
        "position": position,
        "account": prefix,
        "document": problem.document and problem.document[:256],
        "document_id": problem.document_id,
        "code": problem.code,
        "text": problem.text,
        "facts": dict(problem.facts),
        "fix": problem.fix,
    }


def of(job: Job, *, hidden: set[str]) -> Select[JobProblem]:
    """The problems of `job` in their order; of accounts that are `hidden` only `not_found`."""
    mine = select(JobProblem).where(JobProblem.job_id == job.id, JobProblem.attempt == job.attempt)
    if hidden:
        known = or_(JobProblem.account.not_in(hidden), JobProblem.code == "not_found")
        mine = mine.where(known)
    return mine


def count(session: Session, problems: Select[JobProblem]) -> int:
    return session.scalar(select(func.count()).select_from(problems.subquery())) or 0


def counts(session: Session, problems: Select[JobProblem]) -> dict[str, int]:
    """How many of them there are of each code."""
    found = problems.with_only_columns(JobProblem.code, func.count()).group_by(JobProblem.code)
    return {row[0]: row[1] for row in session.execute(found)}


def forget_earlier(session: Session, job: Job) -> None:
    """Delete what the attempts before the newest reported."""
    session.execute(
        delete(JobProblem).where(JobProblem.job_id == job.id, JobProblem.attempt < job.attempt)
    )
