"""Keeping the counters of documents and exports."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Table, update
from sqlalchemy.orm import Session

from services.bureau.activity.models import CountedDocument, LastExport, MonthActivity
from services.bureau.days import month_of, today
from shared.clock import now
from shared.contracts.document import Document
from shared.errors import Missing
from shared.texts import N_
from shared.upsert import insert_for, upsert

# Neither a sale nor a cost of the month: what was called off, and what moves goods.
NOT_COUNTED = {"canceled", "pz", "wz", "mm", "rw", "pw"}

NOT_YET = N_("The document %(id)s is not known here yet.")


def note_document(session: Session, account_id: str, document: Document) -> str:
    """Count the document in its month, and no more in the one before; gives its month."""
    counts = document["kind"] not in NOT_COUNTED
    issued = date.fromisoformat(document["issue_date"])
    former = session.get(CountedDocument, document["id"])
    counted = CountedDocument(
        id=document["id"],
        account_id=account_id,
        month=month_of(issued),
        sales=int(counts and document["income"]),
        costs=int(counts and not document["income"]),
    )
    if former:
        _add(session, account_id, former.month, sales=-former.sales, costs=-former.costs)
    _add(session, account_id, counted.month, sales=counted.sales, costs=counted.costs)
    _note_day(session, account_id, issued)
    session.merge(counted)
    session.flush()
    return counted.month


def note_changed(session: Session, account_id: str, document_id: str) -> str:
    """A document is another than the one that was exported; gives its month."""
    counted = session.get(CountedDocument, document_id)
    if counted is None:
        raise Missing(NOT_YET, id=document_id)
    session.execute(
        update(MonthActivity)
        .where(MonthActivity.account_id == account_id, MonthActivity.month == counted.month)
        .values(changed_at=now())
    )
    return counted.month


def note_exported(session: Session, account_ids: Sequence[str]) -> None:
    """These accounts' documents were exported just now."""
    for account_id in account_ids:
        row = {"account_id": account_id, "at": now()}
        session.execute(upsert(session, _table(LastExport), row, keys=["account_id"]))
        _add(session, account_id, month_of(today()), exports=1)


def _add(session: Session, account_id: str, month: str, **changes: int) -> None:
    """Add to counters of a month, which come into being with their first number."""
    table = _table(MonthActivity)
    nothing = {"sales": 0, "costs": 0, "exports": 0}
    row = {"account_id": account_id, "month": month, **nothing, **changes}
    added = {name: table.c[name] + change for name, change in changes.items()}
    count = insert_for(session, table).values(row)
    keys = ["account_id", "month"]
    session.execute(count.on_conflict_do_update(index_elements=keys, set_=added))


def _note_day(session: Session, account_id: str, day: date) -> None:
    newer = (MonthActivity.last_document.is_(None)) | (MonthActivity.last_document < day)
    session.execute(
        update(MonthActivity)
        .where(MonthActivity.account_id == account_id, MonthActivity.month == month_of(day))
        .where(newer)
        .values(last_document=day)
    )


def _table(model: Any) -> Table:
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError("a mapped class stands on a table")
    return table
