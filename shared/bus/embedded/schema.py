"""The tables of the embedded bus, and how its file is opened."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

TABLES = (
    """CREATE TABLE IF NOT EXISTS exchange (
        name TEXT PRIMARY KEY,
        kind TEXT NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS queue (
        name TEXT PRIMARY KEY,
        arguments TEXT NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS binding (
        exchange TEXT NOT NULL,
        pattern TEXT NOT NULL,
        queue TEXT NOT NULL,
        PRIMARY KEY (exchange, pattern, queue)
    ) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS message (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        queue TEXT NOT NULL,
        message_id TEXT,
        exchange TEXT NOT NULL,
        routing_key TEXT NOT NULL,
        properties TEXT NOT NULL,
        body BLOB NOT NULL,
        owner TEXT,
        deliveries INTEGER NOT NULL DEFAULT 0,
        death TEXT
    )""",
    "CREATE INDEX IF NOT EXISTS message_free ON message (queue, id) WHERE owner IS NULL",
    "CREATE INDEX IF NOT EXISTS message_owner ON message (owner) WHERE owner IS NOT NULL",
    """CREATE UNIQUE INDEX IF NOT EXISTS message_once ON message (queue, message_id)
        WHERE message_id IS NOT NULL""",
)


PATIENCE = 5.0  # seconds
STEP = 0.0005


def open_file(path: Path) -> sqlite3.Connection:
    """A connection on which every commit is on disk when it returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path, isolation_level=None, timeout=0.0)
    try:
        _patiently(db, "PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        with transaction(db):
            for table in TABLES:
                db.execute(table)
    except sqlite3.Error:
        db.close()
        raise
    return db


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All of the block's writes or none of them; takes the write lock at the beginning."""
    _patiently(db, "BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def _patiently(db: sqlite3.Connection, statement: str) -> None:
    """Wait for the lock in steps that fit its holders, who are done in a millisecond.

    SQLite's own wait grows to steps of 100 ms.
    """
    end = monotonic() + PATIENCE
    while True:
        try:
            db.execute(statement)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > end:
                raise
            sleep(STEP)
        else:
            return
