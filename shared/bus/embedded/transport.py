"""The embedded bus as kombu sees it: `Connection(transport=Transport, …)`."""

import sqlite3
from pathlib import Path
from time import monotonic
from typing import Any

from amqp.exceptions import ConnectionError as BrokerConnectionError
from kombu.transport import base

from shared.bus.doorbell import Doorbell
from shared.bus.embedded.channel import Channel
from shared.bus.embedded.owners import Owner, sweep
from shared.bus.embedded.store import Store

LOOK_UP = 0.2
"""Seconds between two looks at the file and for dead owners while no bell rings."""


class Connection:
    """One process at the bus: its claim on messages, its doorbell, its channels."""

    def __init__(self, client: Any, path: Path) -> None:
        self.client = client
        self.store = Store(path)
        sweep(self.store.owners)
        self.owner = Owner(self.store.owners)
        self.bell = Doorbell(self.store.bells)
        self.channels: list[Channel] = []
        self._looked = 0.0

    def channel(self) -> Channel:
        channel = Channel(self, self.store, self.owner.name)
        self.channels.append(channel)
        return channel

    def drain_events(self, timeout: float | None = None) -> None:
        """Hand one message to its consumer; raises TimeoutError after `timeout` seconds."""
        end = None if timeout is None else monotonic() + timeout
        while True:
            self._release_dead()
            if any(channel.deliver() for channel in self.channels):
                return
            left = LOOK_UP if end is None else min(LOOK_UP, end - monotonic())
            if left <= 0:
                raise TimeoutError
            self.bell.wait(left)

    def close(self) -> None:
        for channel in list(self.channels):
            channel.close()
        self.collect()

    def collect(self) -> None:
        """Let go without a word, as a killed process would; what it held comes back."""
        self.store.close()
        self.bell.close()
        self.owner.close()

    def _release_dead(self) -> None:
        if monotonic() - self._looked >= LOOK_UP:
            self._looked = monotonic()
            self.store.release_dead()


class Transport(base.Transport):
    driver_type = "embedded"
    driver_name = "sqlite"
    client: Any
    connection_errors: Any = (
        BrokerConnectionError,
        sqlite3.OperationalError,
        OSError,
    )
    recoverable_connection_errors = connection_errors

    def establish_connection(self) -> Connection:
        return Connection(self.client, Path(self.client.transport_options["path"]))

    def create_channel(self, connection: Connection) -> Channel:
        return connection.channel()

    def drain_events(self, connection: Connection, **timeout: float | None) -> None:
        connection.drain_events(**timeout)

    def close_connection(self, connection: Connection) -> None:
        connection.close()

    def _collect(self, connection: Connection) -> None:
        connection.collect()
