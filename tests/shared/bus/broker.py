"""A broker under the names of one test: queues to declare, messages to publish and to take."""

import time

from kombu.connection import Connection
from kombu.entity import Exchange, Queue
from kombu.messaging import Consumer

from shared.bus.connection import connect
from shared.bus.letters import Letter
from shared.bus.publisher import publisher
from shared.ids import new_id

QUORUM = {"x-queue-type": "quorum"}


class Broker:
    """Declares, publishes and consumes under the names of one test."""

    def __init__(self, url: str, prefix: str) -> None:
        self.url = url
        self.events = Exchange(f"{prefix}events", type="topic", durable=True)
        self.graves = Exchange(f"{prefix}events.dead", type="direct", durable=True)
        self._prefix = prefix

    def queue(self, name: str, *patterns: str, **arguments: object) -> Queue:
        """A queue of this name, bound by these patterns to the exchange."""
        arguments = QUORUM | {f"x-{key.replace('_', '-')}": arguments[key] for key in arguments}
        queue = Queue(f"{self._prefix}{name}", queue_arguments=arguments)
        with connect(self.url) as connection, connection.channel() as channel:
            self.events(channel).declare()
            self.graves(channel).declare()
            queue(channel).queue_declare()
            for pattern in patterns:
                queue(channel).bind_to(self.events, pattern)
        return queue

    def grave(self, name: str, key: str) -> Queue:
        """A queue bound to the dead-letter exchange."""
        queue = self.queue(name)
        with connect(self.url) as connection, connection.channel() as channel:
            queue(channel).bind_to(self.graves, key)
        return queue

    def publish(self, *bodies: str, key: str = "notes.note.written.v1"):
        with connect(self.url) as connection:
            letters = [Letter(new_id(), key, body) for body in bodies]
            return publisher(connection, self.events.name).send(letters)

    def delete(self, *queues: Queue) -> None:
        with connect(self.url) as connection, connection.channel() as channel:
            for queue in queues:
                channel.queue_delete(queue.name)


class Reading:
    """Consumes one queue, leaving the answer to each message to the test."""

    def __init__(self, connection: Connection, queue: Queue, prefetch: int = 10) -> None:
        self.messages = []
        self._connection = connection
        channel = connection.channel()
        self._consumer = Consumer(
            channel,
            [queue],
            on_message=self.messages.append,
            auto_declare=False,
            prefetch_count=prefetch,
        )
        self._consumer.consume()

    def next(self, within: float = 5.0):
        """The next message that was not taken yet; raises TimeoutError."""
        end = time.monotonic() + within
        while not self.messages:
            self._connection.drain_events(timeout=max(0.01, end - time.monotonic()))
        return self.messages.pop(0)

    def all(self) -> list[str]:
        """The bodies of all that comes before a pause, each acknowledged."""
        bodies = []
        try:
            while True:
                message = self.next(within=0.3)
                bodies.append(text(message))
                message.ack()
        except TimeoutError:
            return bodies


def text(message) -> str:
    return message.body if isinstance(message.body, str) else message.body.decode()
