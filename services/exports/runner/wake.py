"""How a runner learns at once that an export was asked for: whatever asks, publishes."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine

from shared.bus.doorbell import Doorbell, folder_beside
from shared.outbox import CHANNEL


class Wake(Protocol):
    def wait(self, seconds: float) -> bool:
        """Wait until something is published, at most so long; says whether it was."""


@contextmanager
def wake(engine: Engine) -> Iterator[Wake]:
    """Hear of all that is published in the database, until the block ends."""
    on_postgresql = engine.dialect.name == "postgresql"
    bell = _Listening(engine) if on_postgresql else Doorbell(_folder_of(engine))
    with closing(bell):
        yield bell


class _Listening:
    """A connection of its own that listens."""

    def __init__(self, engine: Engine) -> None:
        pooled: Any = engine.raw_connection()
        self._connection = pooled.driver_connection
        pooled.detach()
        self._connection.autocommit = True
        self._connection.execute(f"LISTEN {CHANNEL}")

    def wait(self, seconds: float) -> bool:
        return any(True for _ in self._connection.notifies(timeout=seconds, stop_after=1))

    def close(self) -> None:
        self._connection.close()


def _folder_of(engine: Engine) -> Path:
    return folder_beside(str(engine.url.database))
