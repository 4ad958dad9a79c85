"""What can be taken away from a running system: the bus, or the database of one service."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Protocol

from tests.system.postgresql import Cluster
from tests.system.rabbitmq import Node

Bindings = dict[str, list[str]]


class Broker(Protocol):
    @property
    def outages(self) -> tuple[str, ...]:
        """Names of the ways in which it can be taken away."""
        ...

    def taken_away(self, how: str) -> AbstractContextManager[None]:
        """A context in which nobody reaches the bus."""

    def waiting(self) -> int:
        """How many messages are in queues or in somebody's hands."""

    def bindings(self) -> Bindings:
        """Which patterns the queue of each service is bound by."""


class Database(Protocol):
    def taken_away(self) -> AbstractContextManager[None]:
        """A context in which the service does not get at its data."""


class EmbeddedBroker:
    """The bus in one SQLite file; taken away, its file is locked."""

    outages = ("locked",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def taken_away(self, how: str) -> AbstractContextManager[None]:
        return locked(self._path)

    def waiting(self) -> int:
        with closing(sqlite3.connect(self._path)) as bus:
            return int(bus.execute("SELECT count(*) FROM message").fetchone()[0])

    def bindings(self) -> Bindings:
        with closing(sqlite3.connect(self._path)) as bus:
            return _by_service(bus.execute("SELECT queue, pattern FROM binding"))


class RabbitBroker:
    """A virtual host on a node of the test's own; taken away, the node is stopped or killed."""

    outages = ("stopped", "killed")

    def __init__(self, node: Node, host: str) -> None:
        self._node = node
        self._host = host

    @contextmanager
    def taken_away(self, how: str) -> Iterator[None]:
        stop, start = {
            "stopped": (self._node.stop_app, self._node.start_app),
            "killed": (self._node.kill, self._node.go_on),
        }[how]
        stop()
        try:
            yield
        finally:
            start()

    def waiting(self) -> int:
        return sum(self._node.queues(self._host).values())

    def bindings(self) -> Bindings:
        listed = self._node.control(
            "list_bindings", "-p", self._host, "destination_name", "routing_key", "source_name"
        )
        rows = [line.split("\t") for line in listed.splitlines()]
        return _by_service((queue, key) for queue, key, source in rows if source == "events")


class SqliteDatabase:
    """A service's SQLite file; taken away, it is locked."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def taken_away(self) -> AbstractContextManager[None]:
        return locked(self._path)


class PostgresqlDatabase:
    """A service's database in a cluster; taken away, everybody is thrown out of it."""

    def __init__(self, cluster: Cluster, name: str) -> None:
        self._cluster = cluster
        self._name = name

    @contextmanager
    def taken_away(self) -> Iterator[None]:
        self._cluster.close(self._name)
        try:
            yield
        finally:
            self._cluster.open(self._name)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the write lock of a SQLite file, as a process that hangs would."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=10.0)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        yield
        holder.execute("ROLLBACK")


def _by_service(rows: Iterable[tuple[str, str]]) -> Bindings:
    """Patterns by service: the queue `bureau.v1` is the service bureau's."""
    found: Bindings = {}
    for queue, pattern in rows:
        found.setdefault(queue.split(".")[0], []).append(pattern)
    return found
