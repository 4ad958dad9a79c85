"""What the three databases hold once everything has come to rest, read without the services."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, select, text

from shared.database import engine_for
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
    "accounts": [("mail", "next_at IS NOT NULL")],
    "bureau": [
        (
            "client",
            "state IN ('active', 'handed_over') AND bureau_role IS NOT NULL"
            " AND NOT EXISTS (SELECT 1 FROM client_month WHERE client_month.client_id = client.id)",
        )
    ],
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
        with _moment(engine) as connection:
            unsent = _rows(connection, "outbox", "sent_at IS NULL")
            parked = _rows(connection, "parked")
            others = [
                row
                for table, condition in OPEN.get(service, ())
                for row in _rows(connection, table, condition)
            ]
        return len(unsent) + sum(row["message_id"] not in poison for row in parked) + len(others)
    finally:
        engine.dispose()


def read_one(system: System, service: str) -> Books:
    """The books of one service."""
    engine = engine_for(system.database_url(service))
    names = (*TECHNICAL, *DOMAIN[service])
    try:
        with _moment(engine) as connection:
            return Books(service, {name: _rows(connection, name) for name in names})
    finally:
        engine.dispose()


@contextmanager
def _moment(engine: Engine) -> Iterator[Connection]:
    """A connection that sees all tables as they are at one moment, whatever chores go on."""
    options: dict[str, Any] = {"reading": True}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    with engine.connect().execution_options(**options) as connection:
        yield connection


def _rows(connection: Connection, name: str, condition: str = "1 = 1") -> list[Row]:
    # Reflected, not imported: what counts is what is written, not what a model makes of it.
    table = Table(name, MetaData(), autoload_with=connection)
    query = select(table).where(text(condition)).order_by(*table.primary_key)
    return [dict(row._mapping) for row in connection.execute(query)]


def open_dead_letters(system: System, service: str) -> list[Row]:
    """The dead letters of a service that nobody settled."""
    engine = engine_for(system.database_url(service))
    try:
        with _moment(engine) as connection:
            return _rows(connection, "dead_letter", "state = 'open'")
    finally:
        engine.dispose()
