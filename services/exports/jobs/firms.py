"""What came of each account of an export of several, as far as it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from services.exports.copies.models import Account
from services.exports.jobs import problems
from services.exports.jobs.models import Job, JobPart, JobProblem
from shared.web.lists import Page, mapped, paginate


@dataclass(frozen=True)
class Firm:
    """One account: `waits`, `working`, `written`, or `no_file` where it got none.

    `problems` counts what there is to tell of its documents.
    """

    prefix: str
    name: str
    state: str
    documents: int
    problems: int


@dataclass(frozen=True)
class Firms:
    """The first few of them, and how many of all are done."""

    first: Sequence[Firm]
    done: int
    total: int


def foremost(session: Session, job: Job, *, hidden: set[str], most: int) -> Firms:
    """Those in hand first, then what ended last; those that are `hidden` are left out."""
    in_hand = case((JobPart.ended_at.is_(None) & JobPart.lease.is_not(None), 0), else_=1)
    order = (in_hand, JobPart.ended_at.desc().nulls_last(), JobPart.position)
    mine = _of(job, hidden)
    first = session.scalars(mine.order_by(*order).limit(most)).all()
    counted = mine.with_only_columns(func.count(), func.count(JobPart.ended_at))
    total, done = session.execute(counted).one()
    return Firms(_shown(session, job, first), done, total)


def list_firms(
    session: Session, job: Job, *, hidden: set[str], limit: int, cursor: str | None
) -> Page[Firm]:
    """All of them, in the order asked for."""
    found: Page[JobPart] = paginate(
        session, _of(job, hidden), by=[JobPart.position], limit=limit, cursor=cursor
    )
    shown = {firm.prefix: firm for firm in _shown(session, job, found.items)}
    return mapped(found, lambda part: shown[part.prefix])


def _of(job: Job, hidden: set[str]) -> Select[JobPart]:
    return select(JobPart).where(JobPart.job_id == job.id, JobPart.prefix.not_in(hidden))


def _shown(session: Session, job: Job, parts: Iterable[JobPart]) -> list[Firm]:
    rows = list(parts)
    prefixes = [row.prefix for row in rows]
    name = Account.company["name"].as_string()
    known = select(Account.prefix, name).where(Account.prefix.in_(prefixes))
    names = {row[0]: row[1] for row in session.execute(known)}
    told = problems.of(job, hidden=set()).where(JobProblem.account.in_(prefixes))
    counted = told.with_only_columns(JobProblem.account, func.count())
    counts = {row[0]: row[1] for row in session.execute(counted.group_by(JobProblem.account))}
    return [
        Firm(
            prefix=row.prefix,
            name=names.get(row.prefix) or row.prefix,
            state=_state(row),
            documents=row.done if row.documents is None else row.documents,
            problems=counts.get(row.prefix, 0),
        )
        for row in rows
    ]


def _state(part: JobPart) -> str:
    if part.ended_at:
        return "written" if part.size else "no_file"
    return "working" if part.lease else "waits"
