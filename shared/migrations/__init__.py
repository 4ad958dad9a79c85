"""Migrations: one runner for all services, each with its own steps and its own database.

The steps of a service stand in `services/<service>/migrations/versions/NNNN_words.py`, where
NNNN is the step's revision; the highest one is the head. Steps only go forward.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, event, inspect, text

from shared.database import engine_for

LOCK = 20261124
"""The number of the PostgreSQL advisory lock; advisory locks are counted per database."""


def upgrade(service: str, database_url: str) -> None:
    """Bring the service's database to the head, in one transaction: wholly or not at all.

    Several may start it at once: the first works, the others wait and find nothing to do.
    """
    from shared.migrations.runner import run_steps

    engine = _engine(database_url)
    try:
        with _undisturbed(engine).begin() as connection:
            _wait_for_others(connection)
            run_steps(connection, folder_of(service))
    finally:
        engine.dispose()


def is_current(service: str, database_url: str) -> bool:
    """Whether the database stands at the head. Quick: it reads one row, without alembic."""
    engine = _engine(database_url)
    try:
        with engine.execution_options(reading=True).begin() as connection:
            return _revision(connection) == head(service)
    finally:
        engine.dispose()


def head(service: str) -> str | None:
    """The revision of the service's newest step; None before the first."""
    return max((revision_of(path) for path in steps_of(service)), default=None)


def steps_of(service: str) -> list[Path]:
    """The files of the service's steps, the oldest first."""
    return sorted((folder_of(service) / "versions").glob("[0-9]*.py"))


def revision_of(step: Path) -> str:
    return step.stem.partition("_")[0]


def folder_of(service: str) -> Path:
    return Path(__file__).parents[2] / "services" / service / "migrations"


def _engine(database_url: str) -> Engine:
    return engine_for(database_url, poolclass=NullPool)


def _undisturbed(engine: Engine) -> Engine:
    """An engine whose connections rebuild tables without breaking references to them."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _let_tables_be_rebuilt)
    return engine


def _let_tables_be_rebuilt(connection: Any, _: object) -> None:
    # SQLite changes a table by copying it; the copy must not cascade into the tables that
    # refer to it. The switch works only outside a transaction, hence at connecting.
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA busy_timeout=60000")


def _wait_for_others(connection: Connection) -> None:
    # SQLite's BEGIN IMMEDIATE has waited already.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
