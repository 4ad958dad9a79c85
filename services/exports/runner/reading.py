"""Reading what an export asks for, in one unchanging view of the database."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Protocol

import orjson
from sqlalchemy import ColumnElement, Engine, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, sessionmaker

from services.exports.copies.models import Document
from services.exports.exported.actions import is_new_or_changed, was_read_by
from services.exports.exported.reads import Reads
from services.exports.exported.whole import held_by
from services.exports.jobs.models import Job
from shared.among import among
from shared.contracts import document as contract
from shared.database import reading

PAGE = 500  # documents; what is in memory at once.

DATES: dict[str, InstrumentedAttribute[date]] = {
    "issue": Document.issue_date,
    "sale": Document.sale_date,
    "accounting": Document.accounting_date,
}


class Pace(Protocol):
    """Is told how far reading has come."""

    def reach(self, done: int) -> None:
        """So many were read; a second pass over them counts for nothing."""
        ...


def snapshots(engine: Engine) -> sessionmaker[Session]:
    """Sessions that see the database as it was at their first look, however long they last.

    A format may read the documents several times, and they must not change in between.
    """
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    return reading(engine)


def count(session: Session, job: Job, ids: Sequence[str]) -> int:
    """How many documents of the accounts with these ids the export asks for."""
    query = select(func.count()).where(among(Document.account_id, ids), *asked_for(job))
    return session.scalar(query) or 0


def documents(
    session: Session,
    job: Job,
    account_id: str,
    pace: Pace,
    *,
    announce: Callable[[Sequence[str]], object],
    reads: Reads | None,
) -> Iterator[contract.Document]:
    """The account's documents by date, number and id.

    The ids of those that come next are announced before the first of them comes.
    """
    place = 0
    for page in _pages(session, job, account_id, Document.content):
        announce([row.id for row in page])
        for row in page:
            yield orjson.loads(row.content)
        if reads:
            reads.add(place, [row[:3] for row in page])
        place += len(page)
        pace.reach(place)


def versions(session: Session, job: Job, account_id: str, reads: Reads) -> None:
    """Only tell `reads` what `documents` would."""
    place = 0
    for page in _pages(session, job, account_id):
        reads.add(place, [row[:3] for row in page])
        place += len(page)


def _pages(
    session: Session, job: Job, account_id: str, *columns: InstrumentedAttribute[Any]
) -> Iterator[Sequence[Any]]:
    """Id, version, SHA-256 and `columns` of what is asked for, in the order of a file."""
    order = (DATES[job.date_basis], Document.number, Document.id)
    told = (Document.id, Document.version, held_by(job.format).label("held"))
    query = select(*told, *columns, *order[:2]).where(
        Document.account_id == account_id, *asked_for(job)
    )
    query = query.order_by(*order).limit(PAGE)
    page = session.execute(query).all()
    while page:
        yield page
        if len(page) < PAGE:
            return
        *_, day, number = page[-1]
        last = zip((day, number, page[-1].id), order, strict=True)
        behind = tuple_(*(literal(value, column.type) for value, column in last))
        page = session.execute(query.where(tuple_(*order) > behind)).all()


def newest(session: Session, job: Job, account_id: str) -> datetime:
    """When the newest of the account's documents came; without any, the end of the period."""
    query = select(func.max(Document.recorded_at)).where(
        Document.account_id == account_id, *asked_for(job)
    )
    last_moment = datetime.combine(job.period_to, time(23, 59, 59), UTC)
    return session.scalar(query) or last_moment


def of_kind(job: Job) -> list[ColumnElement[bool]]:
    """What the export asks of a document besides its date."""
    conditions: list[ColumnElement[bool]] = []
    if job.kinds:
        conditions.append(Document.kind.in_(job.kinds))
    if job.direction != "all":
        conditions.append(Document.income.is_(job.direction == "sale"))
    return conditions


def asked_for(job: Job) -> list[ColumnElement[bool]]:
    """All that the export asks of a document, besides its account."""
    day = DATES[job.date_basis]
    conditions = [day >= job.period_from, day <= job.period_to, *of_kind(job)]
    if job.repeats:
        return [*conditions, was_read_by(job.repeats)]
    return [*conditions, is_new_or_changed(job.format)] if job.only else conditions
