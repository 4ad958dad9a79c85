"""The real servers that tests may use: PostgreSQL and RabbitMQ, each test its own part."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest
from kombu import Connection
from psycopg import sql

POSTGRESQL = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
RABBITMQ = os.environ.get("TEST_RABBITMQ_URL", "amqp://guest:guest@127.0.0.1:5672//")

HOW = (
    "start PostgreSQL and RabbitMQ (`docker compose up -d postgres rabbitmq`), or point "
    "TEST_POSTGRESQL_URL and TEST_RABBITMQ_URL at servers of yours"
)


def missing(what: str, error: Exception) -> None:
    """Skip the test, saying what it lacks; under CI=true fail it."""
    reason = f"{what} does not answer ({error}); {HOW}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def postgresql_database() -> Iterator[str]:
    """The SQLAlchemy URL of an empty database that nobody else uses meanwhile.

    It is emptied and used again by the next test of this process, and dropped with the last:
    dropping one takes PostgreSQL ten times as long as emptying it.
    """
    name = _unused.pop() if _unused else _a_database()
    try:
        with psycopg.connect(_url_of(name), autocommit=True, connect_timeout=3) as database:
            database.execute(OTHERS_LEAVE)
            database.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        yield _url_of(name).replace("postgresql://", "postgresql+psycopg://")
    finally:
        _unused.append(name)


def drop_databases() -> None:
    """Drop those of this process, of which none is in use any more."""
    if not _unused:
        return
    with psycopg.connect(POSTGRESQL, autocommit=True, connect_timeout=3) as server:
        while _unused:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            server.execute(drop.format(sql.Identifier(_unused.pop())))


_unused: list[str] = []

OTHERS_LEAVE = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""


def _url_of(database: str) -> str:
    return f"{POSTGRESQL.rpartition('/')[0]}/{database}"


def _a_database() -> str:
    name = f"biurko_test_{uuid4().hex[:12]}"
    try:
        server = psycopg.connect(POSTGRESQL, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        missing("PostgreSQL", error)
        raise
    with server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        without_waiting = sql.SQL("ALTER DATABASE {} SET synchronous_commit = off")
        server.execute(without_waiting.format(sql.Identifier(name)))
    return name


def rabbitmq() -> str:
    """The URL of the broker; its users take names of their own there."""
    connection = Connection(RABBITMQ, connect_timeout=3)
    try:
        connection.ensure_connection(max_retries=0, reraise_as_library_errors=False)
    except connection.recoverable_connection_errors as error:
        missing("RabbitMQ", error)
    finally:
        connection.release()
    return RABBITMQ
