"""Examining an export that was not made: all that its run would tell, and what it would not."""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, and_, or_, select
from sqlalchemy.orm import Session

from services.exports.copies.models import Account, Document
from services.exports.doctor.checks import checks_for
from services.exports.doctor.series import gaps
from services.exports.exported.actions import changed_since
from services.exports.formats.problems import Problem
from services.exports.formats.run import Period, Run
from services.exports.jobs import problems
from services.exports.jobs.actions import draft
from services.exports.jobs.models import Job, JobProblem
from services.exports.runner.files import Files
from services.exports.runner.reading import DATES, asked_for, of_kind, snapshots
from shared.auth.caller import Caller
from shared.errors import Invalid
from shared.texts import N_

MOST_DOCUMENTS = 10_000

TOO_MANY = N_("%(count)s documents can't be checked at once, %(most)s can; ask for less.")
GOES_IN = N_("It goes in with %(asked)s, and by its other date, %(booked)s, it would not.")
CHANGED = N_("Version %(version)s went out in this format; now it is version %(current)s.")
STAYS_OUT = N_("It stays out with %(asked)s, and by its other date, %(booked)s, it would go in.")


@dataclass
class Findings:
    """What was found: the first `most` problems, and how many there are of each code."""

    most: int
    documents: int = 0
    count: int = 0
    first: list[tuple[str, Problem]] = field(default_factory=list)
    _codes: dict[str, Counter[str]] = field(default_factory=dict)
    _told: set[tuple[str, str]] = field(default_factory=set)

    def add(self, prefix: str, problem: Problem) -> None:
        """A problem that the run tells."""
        self._codes.setdefault(prefix, Counter())[problem.code] += 1
        self._told.add((problem.document_id or "", problem.code))
        self.count += 1
        if len(self.first) < self.most:
            self.first.append((prefix, problem))

    def add_more(self, prefix: str, problem: Problem) -> None:
        """One that it does not, unless it said the same of the document already."""
        if problem.document_id is None or (problem.document_id, problem.code) not in self._told:
            self.add(prefix, problem)

    def codes(self, prefix: str) -> Counter[str]:
        return self._codes.get(prefix, Counter())

    def all_codes(self) -> Counter[str]:
        """How many problems of each code there are."""
        return sum(self._codes.values(), Counter())

    def expect(self, total: int) -> None:
        """Refuse more than one request may ask for."""
        if total > MOST_DOCUMENTS:
            raise TooManyDocuments(TOO_MANY, count=total, most=MOST_DOCUMENTS)
        self.documents = total

    def reach(self, done: int) -> None:
        """Nobody watches how far it is."""


class TooManyDocuments(Invalid):
    """More documents than can be read while somebody waits."""


def check(engine: Engine, caller: Caller, *, most: int, **asked: Any) -> tuple[Job, Findings]:
    """What an export of what is `asked` would tell; the job is never queued.

    Raises what `draft` raises, and TooManyDocuments.
    """
    with snapshots(engine)() as session:
        job = draft(session, caller, **asked)
        return job, examine(session, job, most=most)


def examine(session: Session, job: Job, *, most: int) -> Findings:
    """What an export would tell, and what else is wrong with its documents; no file is kept.

    `session` sees one state of the database. Raises TooManyDocuments.
    """
    found = Findings(most)
    files = Files(session, job, found, found)
    found.expect(files.count())
    for prefix in job.accounts:
        deque(files.pieces(prefix), maxlen=0)
        account = files.accounts.get(prefix)
        if account:
            for problem in _more(session, job, account, files.run(account)):
                found.add_more(prefix, problem)
    return found


def as_rows(found: Findings, job: Job) -> Sequence[JobProblem]:
    """The problems as an export keeps them."""
    return [
        JobProblem(**problems.row(job.id, 0, position, prefix, problem))
        for position, (prefix, problem) in enumerate(found.first)
    ]


def _more(session: Session, job: Job, account: Account, run: Run) -> Iterator[Problem]:
    checks = checks_for(job.format, run.settings)
    for document in run.documents():
        for check in checks:
            yield from check(document)
    if job.direction != "cost":
        yield from _missing_numbers(session, account, run.period)
    yield from _of_other_periods(session, job, account)
    yield from _changed_since(session, job, account)


def _missing_numbers(session: Session, account: Account, period: Period) -> Iterator[Problem]:
    """Holes in the series of all sales issued in the period, whatever the export asks for."""
    issued = select(Document.number, Document.issue_date).where(
        Document.account_id == account.id,
        Document.income.is_(True),
        Document.issue_date.between(period.first, period.last),
    )
    for gap in gaps(((row.number, row.issue_date) for row in session.execute(issued)), period):
        yield Problem(
            code="number_gap",
            text=N_("Missing in the series, from %(first)s to %(last)s: %(missing)s."),
            facts=gap._asdict(),
        )


def _changed_since(session: Session, job: Job, account: Account) -> Iterator[Problem]:
    """Documents of the period that went out in this format and are others now."""
    changed = changed_since(job.format, account.id).where(*asked_for(job))
    for document, exported in session.execute(changed.order_by(Document.number, Document.id)):
        facts = {"version": exported.version, "current": document.version}
        yield Problem(
            code="changed_after_export",
            text=CHANGED,
            facts=facts,
            document=document.number,
            document_id=document.id,
        )


def _of_other_periods(session: Session, job: Job, account: Account) -> Iterator[Problem]:
    """Documents that go in or stay out by one date, and would not by the date of booking."""
    other = "issue" if job.date_basis == "accounting" else "accounting"
    asked, booked = DATES[job.date_basis], DATES[other]
    within, booked_within = (day.between(job.period_from, job.period_to) for day in (asked, booked))
    differs = or_(and_(within, ~booked_within), and_(~within, booked_within))
    query = select(Document.id, Document.number, asked.label("asked"), booked.label("booked"))
    query = query.where(Document.account_id == account.id, differs, *of_kind(job))
    for row in session.execute(query.order_by(asked, Document.number, Document.id)):
        goes_in = job.period_from <= row.asked <= job.period_to
        facts = {"asked": row.asked.isoformat(), "booked": row.booked.isoformat()}
        yield Problem(
            code="outside_period",
            text=GOES_IN if goes_in else STAYS_OUT,
            facts=facts,
            document=row.number,
            document_id=row.id,
        )
