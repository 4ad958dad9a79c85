"""Both ways to run the bus: on files alone, and on RabbitMQ with PostgreSQL."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing.context import ForkProcess
from pathlib import Path

import pytest
from kombu.connection import Connection
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from shared.bus.chores import Chore
from shared.bus.connection import connect
from shared.bus.letters import Letter
from shared.bus.metrics import counts
from shared.bus.publisher import publisher
from shared.bus.relay import Relay
from shared.bus.topology import declare, topology
from shared.bus.worker import Worker
from shared.database import engine_for, writing
from shared.ids import new_id
from shared.inbox import Handlers
from shared.log import configure
from tests.servers import postgresql_database, rabbitmq
from tests.shared.bus.notes import HANDLERS, NoteWritten, make_empty

FILES = "files"
SERVERS = pytest.param("servers", marks=pytest.mark.servers)

DELAYS = (0.05, 0.1)
"""Seconds between the tries of a failed message: three tries in all."""


@dataclass
class Site:
    """A bus, the database of the service `notes`, and that of `reader`, which listens to it."""

    url: str
    notes_url: str
    reader_url: str
    prefix: str
    processes: list[ForkProcess] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.notes = engine_for(self.notes_url)
        self.reader = engine_for(self.reader_url)

    def declare(self, service: str = "reader", handlers: Handlers = HANDLERS) -> None:
        with connect(self.url) as connection:
            declare(connection, service, handlers, self.prefix)

    def in_queues(self) -> int:
        """How many messages the reader's two queues hold."""
        with connect(self.url) as connection, connection.channel() as channel:
            queues = topology("reader", HANDLERS, self.prefix)
            return sum(queue(channel).queue_declare(passive=True).message_count for queue in queues)

    def post(self, *bodies: str) -> None:
        """Put bodies on the bus as they are, past the outbox."""
        with connect(self.url) as connection:
            letters = [Letter(new_id(), NoteWritten.name, body) for body in bodies]
            publisher(connection, f"{self.prefix}events").send(letters)

    def waiting(self) -> dict[str, int]:
        """How many of the reader's messages wait: unsent, unroutable, parked, dead."""
        with writing(self.reader)() as session:
            return counts(session)

    def start_relay(self, service: str = "notes") -> ForkProcess:
        return self.start(
            lambda: Relay(self.url, service, self._engine(service), self.prefix).run()
        )

    def start_worker(
        self, handlers: Handlers = HANDLERS, service: str = "reader", chores: Sequence[Chore] = ()
    ) -> ForkProcess:
        def work() -> None:
            engine = self._engine(service)
            Worker(
                self.url,
                service,
                handlers,
                engine,
                chores=chores,
                prefix=self.prefix,
                delays=DELAYS,
            ).run()

        return self.start(work)

    def _engine(self, service: str) -> Engine:
        """One for a process of its own."""
        return engine_for({"notes": self.notes_url, "reader": self.reader_url}[service])

    def start(self, target: Callable[[], None]) -> ForkProcess:
        process = multiprocessing.get_context("fork").Process(target=target)
        process.start()
        self.processes.append(process)
        return process

    def close(self) -> None:
        for process in self.processes:
            kill(process)
        self.notes.dispose()
        self.reader.dispose()


def kill(process: ForkProcess) -> None:
    """End the process at once, as `kill -9` does."""
    if process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
    process.join()


def stop(process: ForkProcess) -> int:
    """Ask the process to end; its exit code."""
    process.terminate()
    process.join(10)
    return process.exitcode


@pytest.fixture(scope="session", autouse=True)
def _logs() -> None:
    configure()


@pytest.fixture(scope="session")
def two_databases() -> Iterator[tuple[str, str]]:
    with ExitStack() as stack:
        yield (
            stack.enter_context(postgresql_database()),
            stack.enter_context(postgresql_database()),
        )


@pytest.fixture
def prefix() -> str:
    """Names of a test's own at the broker, which all tests share."""
    return f"test-{new_id()[-12:]}."


@pytest.fixture(params=[FILES, SERVERS])
def bus_url(request: pytest.FixtureRequest, tmp_path: Path, prefix: str) -> Iterator[str]:
    """A bus alone: the test runs on the embedded one, and on RabbitMQ."""
    if request.param == FILES:
        yield f"embedded://{tmp_path}/bus.db"
        return
    url = rabbitmq()
    yield url
    with connect(url) as connection:
        _remove(connection, prefix)


def _remove(connection: Connection, prefix: str) -> None:
    with connection.channel() as channel:
        for service in ("reader", "notes"):
            for queue in topology(service, HANDLERS, prefix):
                channel.queue_delete(queue.name)
        for exchange in ("events", "events.dead"):
            channel.exchange_delete(f"{prefix}{exchange}")


@pytest.fixture
def files(tmp_path: Path, prefix: str) -> Iterator[Site]:
    yield from _site(
        f"embedded://{tmp_path}/bus.db",
        f"sqlite:///{tmp_path}/notes.db",
        f"sqlite:///{tmp_path}/reader.db",
        prefix,
    )


@pytest.fixture
def servers(two_databases: tuple[str, str], prefix: str) -> Iterator[Site]:
    url = rabbitmq()
    yield from _site(url, *two_databases, prefix)
    with connect(url) as connection:
        _remove(connection, prefix)


@pytest.fixture(params=[FILES, SERVERS])
def site(request: pytest.FixtureRequest) -> Site:
    """Runs the test on files, and on servers."""
    return request.getfixturevalue(request.param)


def _site(url: str, notes_url: str, reader_url: str, prefix: str) -> Iterator[Site]:
    site = Site(url, notes_url, reader_url, prefix)
    try:
        make_empty(site.notes)
        make_empty(site.reader)
        yield site
    finally:
        site.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """One database with all tables, empty: on SQLite, and on PostgreSQL."""
    if request.param == "sqlite":
        engine = engine_for(request.getfixturevalue("sqlite_url"))
    else:
        engine = engine_for(request.getfixturevalue("two_databases")[0])
    make_empty(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(engine: Engine) -> sessionmaker[Session]:
    return writing(engine)
