"""INSERT … ON CONFLICT DO UPDATE, which PostgreSQL and SQLite spell alike."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert_for(session: Session, table: Table) -> postgresql.Insert | sqlite.Insert:
    """The dialect's own INSERT, which knows `on_conflict_do_…`."""
    return insert_in(session.get_bind().dialect.name, table)


def insert_in(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    """The INSERT of the dialect with this name."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def upsert(
    session: Session, table: Table, row: Mapping[str, Any], *, keys: Sequence[str]
) -> Insert:
    """Insert `row`, or set all its other columns where a row with the same `keys` exists."""
    others = {name: value for name, value in row.items() if name not in keys}
    statement = insert_for(session, table).values(row)
    return statement.on_conflict_do_update(index_elements=list(keys), set_=others)
