"""What the three databases hold once everything has come to rest, read without the services."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, MetaData, Table, select, text

from shared.database import engine_for, reading
from tests.system.system import SERVICES, System

Row = Mapping[str, Any]

TECHNICAL = (
    "outbox",
    "outbox_subject",
    "inbox",
    "inbox_subject",
    "parked",
    "dead_letter",
    "history",
)
DOMAIN = {
    "accounts": (
        "account",
        "user",
        "membership",
        "document",
        "original",
        "ownership_transfer",
        "mail",
    ),
    "bureau": ("account", "client", "module", "seat_movement", "company_request"),
    "exports": ("account", "client", "document", "original", "job"),
}
OPEN = {
    "accounts": [("mail", "1 = 1")],
    "exports": [("job", "state IN ('queued', 'running')")],
}
"""Rows that a service still has work with."""


@dataclass(frozen=True)
class Books:
    """All rows of the tables of one service, by table, in the order of their first column."""

    service: str
    tables: Mapping[str, list[Row]]

    def __getitem__(self, table: str) -> list[Row]:
        return self.tables[table]

    def by(self, table: str, column: str) -> dict[Any, Row]:
        """The rows by a column that is unique."""
        return {row[column]: row for row in self.tables[table]}


def read(system: System) -> dict[str, Books]:
    """The books of all services."""
    return {service: read_one(system, service) for service in SERVICES}


def under_way(system: System, service: str, poison: Collection[str]) -> int:
    """How much is not done yet in a service: messages unsent or parked, mails, jobs."""
    engine = engine_for(system.database_url(service))
    try:
        unsent = _rows(engine, "outbox", "sent_at IS NULL")
        parked = [row for row in _rows(engine, "parked") if row["message_id"] not in poison]
        others = [
            row
            for table, condition in OPEN.get(service, ())
            for row in _rows(engine, table, condition)
        ]
        return len(unsent) + len(parked) + len(others)
    finally:
        engine.dispose()


def read_one(system: System, service: str) -> Books:
    """The books of one service."""
    engine = engine_for(system.database_url(service))
    try:
        names = (*TECHNICAL, *DOMAIN[service])
        return Books(service, {name: _rows(engine, name) for name in names})
    finally:
        engine.dispose()


def _rows(engine: Engine, name: str, condition: str = "1 = 1") -> list[Row]:
    # Reflected, not imported: what counts is what is written, not what a model makes of it.
    table = Table(name, MetaData(), autoload_with=engine)
    query = select(table).where(text(condition)).order_by(*table.primary_key)
    with reading(engine)() as session:
        return [dict(row._mapping) for row in session.execute(query)]


def open_dead_letters(system: System, service: str) -> list[Row]:
    """The dead letters of a service that nobody settled."""
    engine = engine_for(system.database_url(service))
    try:
        return _rows(engine, "dead_letter", "state = 'open'")
    finally:
        engine.dispose()
