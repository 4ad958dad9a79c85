"""Counting what an account holds of a period: its documents, their sums, their digests."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import groupby
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from services.accounts.documents.models import Document, Original
from services.accounts.statements.models import StatementRequest
from shared.contracts.accounts import StatementGiven
from shared.contracts.document import Document as Content
from shared.contracts.statement import Held, SumRow, canonical, digest

WARSAW = ZoneInfo("Europe/Warsaw")
AT_ONCE = 500  # documents in memory
MOST_ROWS = 10_000  # Documents that are told one by one; some 2 MB.
NOTHING = Decimal("0.00")

Sums = dict[tuple[str, bool, str, str, str], list[Any]]


def count(session: Session, question: StatementRequest) -> StatementGiven:
    """The statement; `session` sees one state of the database.

    Cancelled and deleted documents are in it: exports has them too, and their numbers.
    """
    first, last = _period(session, question)
    wanted, rows = set(question.days), list[Held]()
    days: dict[str, list[Any]] = {}
    sums: Sums = {}
    documents = 0
    for day, here in groupby(_documents(session, question, first, last), lambda row: row[0]["day"]):
        held = []
        for each, content in here:
            held.append(each)
            _add(sums, content)
        days[day] = [len(held), digest(held)]
        documents += len(held)
        if day in wanted and len(rows) + len(held) <= MOST_ROWS:
            rows += held
    return StatementGiven(
        package_id=question.package_id,
        account_id=question.account_id,
        round=question.round,
        period_from=first.isoformat(),
        period_to=last.isoformat(),
        documents=documents,
        sums=_as_rows(sums),
        days=days,
        rows=rows,
    )


def _period(session: Session, question: StatementRequest) -> tuple[date, date]:
    """The served days, and as far as the dates of what came in on one of them reach."""
    begin = _midnight(question.served_from)
    end = _midnight(question.served_to + timedelta(days=1))
    came_in = select(func.min(Document.issue_date), func.max(Document.issue_date)).where(
        Document.account_id == question.account_id,
        Document.created_at >= begin,
        Document.created_at < end,
    )
    earliest, latest = session.execute(came_in).one()
    return (
        min(question.served_from, earliest or question.served_from),
        max(question.served_to, latest or question.served_to),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), WARSAW).astimezone(UTC)


def _documents(
    session: Session, question: StatementRequest, first: date, last: date
) -> Iterator[tuple[Held, Content]]:
    query = (
        select(
            Document.id,
            Document.number,
            Document.issue_date,
            Document.version,
            Document.head,
            Document.positions,
            Original.sha256.label("original"),
        )
        .outerjoin(Original, Original.document_id == Document.id)
        .where(
            Document.account_id == question.account_id,
            Document.issue_date.between(first, last),
        )
        .order_by(Document.issue_date)
        .execution_options(yield_per=AT_ONCE)
    )
    for row in session.execute(query):
        content = cast("Content", row.head | {"positions": row.positions})
        yield _held(row, content), content


def _held(row: Row[Any], content: Content) -> Held:
    return Held(
        id=row.id,
        number=row.number,
        day=row.issue_date.isoformat(),
        version=row.version,
        sha256=sha256(canonical(content)).hexdigest(),
        original=row.original,
    )


def _add(sums: Sums, content: Content) -> None:
    month = content["issue_date"][:7]
    group = (month, content["income"], content["kind"], content["currency"])
    parts = [(row["rate"], row["net"], row["vat"], row["gross"]) for row in content["vat_summary"]]
    for rate, *amounts in parts or [("", content["net"], content["vat"], content["gross"])]:
        known = sums.setdefault((*group, rate), [0, NOTHING, NOTHING, NOTHING])
        known[0] += 1
        for place, amount in enumerate(amounts, start=1):
            known[place] += Decimal(amount)


def _as_rows(sums: Sums) -> list[SumRow]:
    return [
        SumRow(
            month=month,
            income=income,
            kind=kind,
            currency=currency,
            rate=rate,
            documents=documents,
            net=str(net),
            vat=str(vat),
            gross=str(gross),
        )
        for (month, income, kind, currency, rate), (documents, net, vat, gross) in sorted(
            sums.items()
        )
    ]
