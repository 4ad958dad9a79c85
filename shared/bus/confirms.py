"""Publisher confirms, exact to the message and many at a time, on a RabbitMQ channel.

kombu's own way waits for each message by itself, and after a time-out takes the late answer
to one message for the answer to the next. Here answers are matched by the broker's tags.
"""

from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any

import amqp
from kombu.connection import Connection

from shared.bus.envelope import CONTENT_TYPE
from shared.bus.letters import Letter, Receipt, nothing

TIMEOUT = 5.0  # seconds


class Unconfirmed(TimeoutError):
    """The broker did not answer in time: it may have the messages or not."""


class ConfirmingPublisher:
    """Publishes to one exchange, on a channel of its own."""

    def __init__(self, connection: Connection, exchange: str, timeout: float = TIMEOUT) -> None:
        self._connection = connection
        self._exchange = exchange
        self._timeout = timeout
        self._tag = 0  # The broker counts what is published on a channel: 1, 2, 3 …
        self._pending: dict[int, str] = {}  # The tag to the message's id, in order.
        self._confirmed: set[str] = set()
        self._returned: set[str] = set()
        self._channel = connection.channel()
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._on_ack)
        self._channel.events["basic_nack"].add(self._on_nack)
        self._channel.events["basic_return"].add(self._on_return)

    def send(self, batch: Sequence[Letter], meanwhile: Callable[[], object] = nothing) -> Receipt:
        """As `Publisher` says; raises Unconfirmed after five seconds without all answers."""
        self._confirmed, self._returned = set(), set()
        for letter in batch:
            self._publish(letter)
        meanwhile()
        self._wait()
        return Receipt(frozenset(self._confirmed), frozenset(self._returned & self._confirmed))

    def keep_alive(self) -> None:
        try:
            self._connection.drain_events(timeout=0.001)
        except TimeoutError:
            self._connection.heartbeat_check()

    def _publish(self, letter: Letter) -> None:
        message = amqp.Message(
            letter.body.encode(),
            message_id=letter.message_id,
            content_type=CONTENT_TYPE,
            content_encoding="utf-8",
            delivery_mode=2,
        )
        self._tag += 1
        self._pending[self._tag] = letter.message_id
        self._channel.basic_publish(
            message, exchange=self._exchange, routing_key=letter.routing_key, mandatory=True
        )

    def _wait(self) -> None:
        end = monotonic() + self._timeout
        while self._pending:
            left = end - monotonic()
            if left <= 0:
                raise Unconfirmed(f"{len(self._pending)} messages without an answer")
            try:
                self._connection.drain_events(timeout=left)
            except TimeoutError:
                continue

    def _on_ack(self, tag: int, multiple: bool) -> None:
        self._confirmed.update(self._answered(tag, multiple))

    def _on_nack(self, tag: int, multiple: bool) -> None:
        self._answered(tag, multiple)

    def _on_return(self, error: Exception, exchange: str, key: str, message: Any) -> None:
        self._returned.add(message.properties["message_id"])

    def _answered(self, tag: int, multiple: bool) -> list[str]:
        """The ids that an answer is about; tags are pending in rising order."""
        if not multiple:
            return [self._pending.pop(tag)]
        tags = [pending for pending in self._pending if pending <= tag]
        return [self._pending.pop(pending) for pending in tags]
