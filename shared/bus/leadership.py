"""One relay of a service leads; it alone sends, and it wakes up when something is published."""

import fcntl
import os
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, Protocol

from sqlalchemy import Engine

from shared.bus.doorbell import Doorbell, folder_beside
from shared.outbox import CHANNEL


class Leadership(Protocol):
    def take(self) -> bool:
        """Lead from now on, unless another process does; says whether this one leads."""

    def wait(self, seconds: float) -> bool:
        """Wait for something to be published, at most so long; says whether something was.

        Raises if the lead is lost.
        """


@contextmanager
def leadership(engine: Engine, service: str) -> Iterator[Leadership]:
    """The lead among the relays on this database; it ends with the block or the process."""
    on_postgresql = engine.dialect.name == "postgresql"
    leader = _PostgresqlLead(engine, service) if on_postgresql else _SqliteLead(engine, service)
    with closing(leader):
        yield leader


class _PostgresqlLead:
    """An advisory lock, held by the connection that also listens: both are lost together."""

    def __init__(self, engine: Engine, service: str) -> None:
        pooled: Any = engine.raw_connection()
        self._connection = pooled.driver_connection
        pooled.detach()
        self._connection.autocommit = True
        self._key = zlib.crc32(f"relay/{service}".encode())

    def take(self) -> bool:
        cursor = self._connection.execute("SELECT pg_try_advisory_lock(%s)", (self._key,))
        leads = bool(cursor.fetchone()[0])
        if leads:
            self._connection.execute(f"LISTEN {CHANNEL}")
        return leads

    def wait(self, seconds: float) -> bool:
        return any(True for _ in self._connection.notifies(timeout=seconds, stop_after=1))

    def close(self) -> None:
        self._connection.close()


class _SqliteLead:
    """A locked file beside the database, and a doorbell there."""

    def __init__(self, engine: Engine, service: str) -> None:
        database = engine.url.database
        self._file = os.open(f"{database}.{service}-relay", os.O_CREAT | os.O_RDWR, 0o600)
        self._bell = Doorbell(folder_beside(str(database)))

    def take(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait(self, seconds: float) -> bool:
        return self._bell.wait(seconds)

    def close(self) -> None:
        self._bell.close()
        os.close(self._file)
