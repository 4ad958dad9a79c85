"""The chain: what a row's hash covers, how a row is added, and where a chain breaks."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any, cast

from sqlalchemy import Connection, Table, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from services.accounts.audit.models import AuditHead, AuditRow
from shared.clock import rfc3339

BEGINNING = "0" * 64
"""What stands for the hash of the row before the first."""

ROWS = cast("Table", AuditRow.__table__)
HEADS = cast("Table", AuditHead.__table__)

COVERED = ("account_id", "number", "actor", "cause", "what", "subject", "before", "after", "reason")


def hash_of(row: Any) -> str:
    """SHA-256, in hexadecimal, of the row's columns as JSON with sorted keys, and of `previous`."""
    facts = {name: getattr(row, name) for name in COVERED}
    facts |= {"at": rfc3339(row.at), "previous": row.previous}
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def append(connection: Connection, row: AuditRow) -> None:
    """Add `row` at the end of its account's chain; others who add there wait for this one."""
    head = _locked_head(connection, row.account_id)
    row.number, row.previous = head.count + 1, head.hash
    row.hash = hash_of(row)
    values = {column.name: getattr(row, column.name) for column in ROWS.columns}
    connection.execute(insert(ROWS).values(values))
    this = HEADS.c.account_id == row.account_id
    connection.execute(update(HEADS).where(this).values(count=row.number, hash=row.hash))


def breaks(rows: Iterable[AuditRow], head: AuditHead | None) -> Iterator[str]:
    """What is wrong with one account's chain, whose `rows` are in order; nothing if it holds."""
    number, last = 0, BEGINNING
    for row in rows:
        number += 1
        if row.number != number:
            yield f"row {number} is missing; row {row.number} follows"
            number = row.number
        if row.previous != last:
            yield f"row {number} does not follow the row before it"
        if row.hash != hash_of(row):
            yield f"row {number} is not as it was written"
        last = row.hash
    yield from _beside_head(number, last, head)


def _beside_head(number: int, last: str, head: AuditHead | None) -> Iterator[str]:
    if head is None:
        if number:
            yield "the head of the chain is missing"
    elif head.count != number:
        yield f"{number} rows are there, {head.count} were written"
    elif head.hash != last:
        yield f"row {number} is not the one that was written last"


def _locked_head(connection: Connection, account_id: str) -> Any:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    first = dialect.insert(HEADS).values(account_id=account_id, count=0, hash=BEGINNING)
    connection.execute(first.on_conflict_do_nothing())
    this = select(HEADS).where(HEADS.c.account_id == account_id).with_for_update()
    return connection.execute(this).one()
