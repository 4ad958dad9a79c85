"""The bare thing: kombu publishes a message, the broker confirms it, a consumer has it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from kombu import Connection, Consumer, Exchange, Producer, Queue
from kombu.message import Message

EXCHANGE = Exchange("bare", type="topic", durable=True)
QUORUM = {"x-queue-type": "quorum"}


class RoundTrip:
    """Two connections to one broker, and a quorum queue between them."""

    def __init__(self, sending: Connection, receiving: Connection, body: str) -> None:
        self._producer = Producer(sending.default_channel, EXCHANGE)
        self._receiving = receiving
        self._body = body
        self._arrived = 0.0

    def on_message(self, message: Message) -> None:
        self._arrived = time.perf_counter()
        message.ack()

    def once(self) -> float:
        """Seconds from the call that publishes until the message is in the consumer's hands."""
        self._arrived = 0.0
        began = time.perf_counter()
        self._producer.publish(self._body, routing_key="bare", delivery_mode=2)
        while not self._arrived:
            self._receiving.drain_events(timeout=5)
        return self._arrived - began


@contextmanager
def round_trip(url: str, body: str) -> Iterator[RoundTrip]:
    queue = Queue("bare", EXCHANGE, "#", queue_arguments=QUORUM)
    with confirming(url) as sending, Connection(url) as receiving:
        queue(receiving.default_channel).declare()
        found = RoundTrip(sending, receiving, body)
        with Consumer(receiving.default_channel, [queue], on_message=found.on_message):
            yield found
        queue(receiving.default_channel).delete()


def confirming(url: str) -> Connection:
    """A connection on which `publish` waits until the broker has confirmed the message."""
    return Connection(url, transport_options={"confirm_publish": True})
