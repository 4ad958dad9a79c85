"""Databases: PostgreSQL and SQLite behave alike behind these engines, sessions and types."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum as PythonEnum
from pathlib import Path
from typing import Any

from sqlalchemy import BigInteger as BigInt
from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    create_engine,
    event,
)
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

technical = MetaData(naming_convention=NAMING)
"""The tables that every service has: outbox, inbox, history, heartbeat and their like."""

# SQLite counts up by itself only in a column of exactly the type INTEGER.
BigIdentity = BigInt().with_variant(Integer, "sqlite")

SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with its zone; a naive one is refused, and UTC comes back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Money(TypeDecorator[Decimal]):
    """Zlotys (or another currency's unit) as Decimal, stored as whole grosze."""

    impl = BigInt
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        grosze = value.scaleb(2)
        if grosze != grosze.to_integral_value():
            raise ValueError(f"{value} has more than two places")
        return int(grosze)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-2)


def state_column(states: type[PythonEnum]) -> Enum:
    """The column type that stores a lifecycle's state by its value."""
    return Enum(
        states,
        native_enum=False,
        create_constraint=False,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )


def engine_for(url: str, **options: Any) -> Engine:
    """An engine on `url`, made safe if it is SQLite (see `tune`)."""
    return tune(create_engine(url, **options))


def tune(engine: Engine) -> Engine:
    """Make a SQLite engine keep every committed update.

    Write transactions take the lock at their beginning (`BEGIN IMMEDIATE`), so that none
    loses another's update; an engine with the execution option `reading` begins without it.
    """
    if engine.dialect.name != "sqlite":
        return engine
    if engine.url.database and engine.url.database != ":memory:":
        Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
    event.listen(engine, "connect", _connect)
    event.listen(engine, "begin", _begin)
    return engine


def writing(engine: Engine) -> sessionmaker[Session]:
    """Sessions that may write."""
    return sessionmaker(engine, expire_on_commit=False)


def reading(engine: Engine) -> sessionmaker[Session]:
    """Sessions that only read; on SQLite they never wait for a writer."""
    return sessionmaker(engine.execution_options(reading=True), expire_on_commit=False)


def _connect(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    reads = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
