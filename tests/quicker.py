"""What every test would pay for and none is about, made cheap within the process of the tests."""

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
from argon2 import PasswordHasher
from sqlalchemy import MetaData, Table, event, make_url
from werkzeug.routing import Rule

from services.accounts.sessions import passwords
from shared import database

HASHER = passwords.hasher
"""The one that the product hashes passwords with."""

PRAGMAS = tuple(each for each in database.SQLITE_PRAGMAS if not each.startswith("synchronous"))


def make_cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed with little work, addresses are built from rules only when somebody
    asks, and SQLite does not wait for the disk: no test pulls the plug of its own process."""
    monkeypatch.setattr(passwords, "hasher", PasswordHasher(1, 8, 1))
    monkeypatch.setattr(Rule, "_compile_builder", _late(Rule._compile_builder))
    monkeypatch.setattr(database, "SQLITE_PRAGMAS", (*PRAGMAS, "synchronous=OFF"))


def create_tables(database_url: str, metadata: Sequence[MetaData]) -> None:
    """Make the tables in an empty database, from the second time on as they were made before:
    SQLite's file is copied, PostgreSQL gets all its statements at once."""
    url = make_url(database_url)
    create = _copy_file if url.get_backend_name() == "sqlite" else _run_script
    create(
        database_url, tuple(table for each in metadata for table in each.tables.values()), metadata
    )


Tables = tuple[Table, ...]

_folder = TemporaryDirectory(prefix="biurko-tests-")
_files: dict[Tables, Path] = {}
_scripts: dict[Tables, str] = {}


def _copy_file(database_url: str, tables: Tables, metadata: Sequence[MetaData]) -> None:
    if tables not in _files:
        empty = Path(_folder.name) / f"{len(_files)}.db"
        _create(f"sqlite:///{empty}", metadata)
        _limit_lengths(empty, tables)
        _files[tables] = empty
    shutil.copy(_files[tables], make_url(database_url).database or "")


def _limit_lengths(path: Path, tables: Tables) -> None:
    """Let SQLite refuse what is too long for its column, as PostgreSQL does by itself."""
    with closing(sqlite3.connect(path)) as connection:
        for table in tables:
            limits = {
                c.name: length for c in table.c if (length := getattr(c.type, "length", None))
            }
            too_long = " OR ".join(
                f'length(NEW."{name}") > {most}' for name, most in limits.items()
            )
            refusal = f"BEGIN SELECT RAISE(ABORT, 'too long for {table.name}'); END"
            for change in ("INSERT", "UPDATE") if limits else ():
                trigger = f'"{table.name}_{change}_lengths" BEFORE {change} ON "{table.name}"'
                connection.execute(f"CREATE TRIGGER {trigger} WHEN {too_long} {refusal}")


def _run_script(database_url: str, tables: Tables, metadata: Sequence[MetaData]) -> None:
    if tables not in _scripts:
        said = _create(database_url, metadata)
        _scripts[tables] = ";\n".join(each for each in said if not each.startswith("SELECT"))
        return
    plain = make_url(database_url).set(drivername="postgresql")
    with psycopg.connect(plain.render_as_string(hide_password=False)) as connection:
        connection.execute(_scripts[tables].replace("%%", "%"))


def _create(database_url: str, metadata: Sequence[MetaData]) -> list[str]:
    """Make them by SQLAlchemy; all that it said to the database."""
    engine = database.engine_for(database_url)
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *call: said.append(call[2].strip()))
    for each in metadata:
        each.create_all(engine)
    engine.dispose()
    return said


def _late(compile_builder: Callable[..., Any]) -> Callable[..., Any]:
    """werkzeug compiles two functions of each rule for `url_for`, which nothing here calls."""

    def builder(rule: Rule, append_unknown: bool = True) -> Any:
        def build(_: Rule, **values: Any) -> Any:
            return compile_builder(rule, append_unknown).__get__(rule, None)(**values)

        return build

    return builder
