"""Holding the copies of documents against what accounts states, down to each document."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from services.exports.copies.content import sha256
from services.exports.copies.models import Document, Original
from shared.contracts.statement import Held, digest

AT_ONCE = 500  # documents in memory
MOST = 1000
"""Differences that are kept; there may be more."""

Difference = dict[str, Any]


class Compared(NamedTuple):
    """What differs, and how many documents here have the file that they came in."""

    differences: list[Difference]
    originals: int


def compare(session: Session, account_id: str, statement: Mapping[str, Any]) -> Compared:
    """What of the statement is not so here; `session` sees one state of the database.

    A day whose documents accounts has not told one by one is one difference. Documents are
    hashed anew, so that a copy which was damaged in the database is found.
    """
    stated: dict[str, list[Any]] = dict(statement["days"])
    rows = {row["id"]: row for row in statement["rows"]}
    differences: list[Difference] = []
    originals = 0
    for day, here in _days(session, account_id, statement):
        originals += sum(each["original"] is not None for each in here)
        if [len(here), digest(here)] != stated.pop(day, None):
            differences += _on(session, day, here, statement["days"].get(day), rows)
    for day, told in stated.items():
        differences += _on(session, day, [], told, rows)
    return Compared(_once(differences)[:MOST], originals)


def _on(
    session: Session,
    day: str,
    here: list[Held],
    told: list[Any] | None,
    rows: Mapping[str, Held],
) -> list[Difference]:
    """What differs on a day that differs."""
    there = {row["id"]: row for row in rows.values() if row["day"] == day}
    if len(there) != (told[0] if told else 0):
        return [{"code": "day", "day": day}]
    known = {each["id"]: each for each in here}
    known |= {each["id"]: each for each in _elsewhere(session, there.keys() - known.keys())}
    found = [_between(row, known.get(row["id"])) for row in there.values()]
    surplus = [each for each in here if each["id"] not in rows]
    return [each for each in found if each] + [_told("surplus", each) for each in surplus]


def _between(there: Held, here: Held | None) -> Difference | None:
    if here is None:
        return _told("missing", there)
    if here["version"] != there["version"]:
        return _told("version", there, here=here["version"])
    if here["sha256"] != there["sha256"]:
        return _told("content", there)
    return _told("original", there) if here["original"] != there["original"] else None


def _told(code: str, row: Held, **facts: Any) -> Difference:
    named = {"id": row["id"], "number": row["number"], "day": row["day"]}
    return {"code": code, **named, "version": row["version"], **facts}


def _once(differences: list[Difference]) -> list[Difference]:
    """A document that moved from one day to another differs on both."""
    seen = {(each["code"], each.get("id") or each["day"]): each for each in differences}
    return list(seen.values())


def _days(
    session: Session, account_id: str, statement: Mapping[str, Any]
) -> Iterator[tuple[str, list[Held]]]:
    first, last = (date.fromisoformat(statement[f"period_{end}"]) for end in ("from", "to"))
    mine = _rows().where(
        Document.account_id == account_id, Document.issue_date.between(first, last)
    )
    mine = mine.order_by(Document.issue_date).execution_options(yield_per=AT_ONCE)
    for day, rows in groupby(session.execute(mine), key=lambda row: row.issue_date):
        yield day.isoformat(), [_held(row) for row in rows]


def _elsewhere(session: Session, ids: Any) -> list[Held]:
    """Copies of these that have another date here."""
    wanted = list(ids)
    slices = (wanted[at : at + AT_ONCE] for at in range(0, len(wanted), AT_ONCE))
    return [
        _held(row)
        for each in slices
        for row in session.execute(_rows().where(Document.id.in_(each)))
    ]


def _rows() -> Any:
    return select(
        Document.id,
        Document.number,
        Document.issue_date,
        Document.version,
        Document.content,
        Original.sha256.label("original"),
    ).outerjoin(Original, Original.document_id == Document.id)


def _held(row: Row[Any]) -> Held:
    return Held(
        id=row.id,
        number=row.number,
        day=row.issue_date.isoformat(),
        version=row.version,
        sha256=sha256(row.content.encode()),
        original=row.original,
    )
