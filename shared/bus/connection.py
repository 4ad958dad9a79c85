"""The way to the bus, by its URL: `amqp://…` or `embedded:///absolute/path/bus.db`."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from amqp.exceptions import ConnectionError as BrokerConnectionError
from kombu.connection import Connection

from shared.bus.embedded.transport import Transport

HEARTBEAT = 6.0  # seconds
CONNECT_TIMEOUT = 4.0  # seconds

LOST = (BrokerConnectionError, sqlite3.OperationalError, OSError)
"""What is raised where the bus can't be reached; trying again later may help."""


@contextmanager
def connect(url: str) -> Iterator[Connection]:
    """A connection that is open; it must not cross a fork.

    After an error it is dropped without a word to the broker, which might not listen: what
    was not acknowledged comes back, what was not confirmed may or may not have arrived.
    """
    connection = _connection(url).ensure_connection(max_retries=0, reraise_as_library_errors=False)
    try:
        yield connection
    except BaseException:
        connection.collect()
        raise
    connection.release()


def _connection(url: str) -> Connection:
    parts = urlsplit(url)
    if parts.scheme == "embedded":
        path = "/" + parts.path.lstrip("/")
        return Connection(transport=Transport, transport_options={"path": path})
    if parts.scheme in ("amqp", "amqps"):
        return Connection(
            url,
            heartbeat=HEARTBEAT,
            connect_timeout=CONNECT_TIMEOUT,
            ssl=parts.scheme == "amqps",
            transport_options={"write_timeout": 5.0},
        )
    raise ValueError(f"not the URL of a bus: {parts.scheme}://…")
