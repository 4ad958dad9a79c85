"""Many documents at once, made by the database itself."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import text

from tests.exports.world import World, a_document

NUMBERS = {
    "sqlite": "WITH RECURSIVE numbers(n) AS "
    "(SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count) "
    "{insert} FROM numbers",
    "postgresql": "{insert} FROM generate_series(1, :count) AS numbers(n)",
}
INSERT = """
INSERT INTO document (id, account_id, version, issue_date, sale_date, accounting_date, kind,
                      income, number, content, sha256, attachments, recorded_at)
SELECT replace(:id, 'NUMBER', CAST(n AS TEXT)), :account, 1, :day, :day, :day, 'vat', :income,
       replace(:number, 'NUMBER', CAST(n AS TEXT)),
       replace(:content, 'NUMBER', CAST(n AS TEXT)), '-', '[]', :recorded_at
"""


def fill(world: World, account_id: str, count: int, **changes: Any) -> None:
    """So many sales of October in the account, numbered from 1."""
    made = a_document(id=f"{account_id[-20:]}-NUMBER", number="FV NUMBER/10/2026", **changes)
    statement = NUMBERS[world.engine.dialect.name].format(insert=INSERT)
    with world.sessions.begin() as session:
        session.execute(text(statement), _values(account_id, made) | {"count": count})


def _values(account_id: str, made: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": made["id"],
        "account": account_id,
        "day": made["issue_date"],
        "income": made["income"],
        "number": made["number"],
        "content": orjson.dumps(made).decode(),
        "recorded_at": "2026-10-31 12:00:00.000000",
    }
