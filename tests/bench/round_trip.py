"""The bare thing: kombu publishes one message, and another connection consumes it."""

import time

from kombu.connection import Connection
from kombu.entity import Exchange, Queue
from kombu.message import Message
from kombu.messaging import Consumer, Producer

from tests.bench.figures import Spread

BODY = "x" * 600


def measure(url: str, times: int) -> Spread:
    """From the call that publishes to the consumer's call-back, on a quorum queue."""
    exchange = Exchange("bare", type="topic", durable=True)
    queue = Queue("bare", exchange, "#", queue_arguments={"x-queue-type": "quorum"})
    arrived: list[float] = []

    def on_message(message: Message) -> None:
        arrived.append(time.perf_counter())
        message.ack()

    with Connection(url) as sending, Connection(url) as receiving:
        queue(receiving.default_channel).declare()
        producer = Producer(sending.default_channel, exchange)
        with Consumer(receiving.default_channel, [queue], on_message=on_message):
            took = [_once(producer, receiving, arrived) for _ in range(times + 20)]
        queue(receiving.default_channel).delete()
    return Spread.of(took[20:])


def _once(producer: Producer, receiving: Connection, arrived: list[float]) -> float:
    arrived.clear()
    began = time.perf_counter()
    producer.publish(BODY, routing_key="bare.message", delivery_mode=2)
    while not arrived:
        receiving.drain_events(timeout=5)
    return arrived[0] - began
