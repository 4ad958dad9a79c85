"""How fast the relay empties an outbox, next to bare pipelined confirmed publishes."""

import time
from collections.abc import Callable
from functools import partial
from statistics import median

from kombu.connection import Connection
from kombu.entity import Exchange, Queue
from sqlalchemy import Engine, insert, update

from shared.bus.connection import connect
from shared.bus.letters import Letter, Publisher
from shared.bus.publisher import publisher
from shared.bus.relay import BATCH, Relay
from shared.bus.topology import events
from shared.clock import now
from shared.database import engine_for, technical
from shared.ids import new_id
from shared.outbox import outbox
from tests.bench.figures import head, show
from tests.system.servers import Servers

MESSAGES = 10_000
ROUNDS = 3
NAME = "accounts.account.opened.v1"
BODY = "x" * 700


def run(servers: Servers) -> None:
    head("The relay (RabbitMQ, PostgreSQL, batches of 100 messages)")
    environment = servers.environment("relay")
    engine = engine_for(environment["ACCOUNTS_DATABASE_URL"])
    technical.create_all(engine)
    _fill(engine)
    _bind(environment["BUS_URL"])
    rates = [_round(engine, environment["BUS_URL"]) for _ in range(ROUNDS)]
    bare, relayed = (median(found) for found in zip(*rates, strict=True))
    show("bare pipelined confirmed publishes", f"{bare:8.0f} a second")
    show("relay: read, publish, mark as sent", f"{relayed:8.0f} a second")
    show("relay / bare (aim: at least 60 %)", f"{relayed / bare:8.0%}")
    engine.dispose()


def _fill(engine: Engine) -> None:
    rows = [
        {
            "message_id": new_id(),
            "subject": f"account/{number}",
            "subject_version": 1,
            "name": NAME,
            "body": BODY,
            "created_at": now(),
        }
        for number in range(MESSAGES)
    ]
    with engine.begin() as connection:
        connection.execute(insert(outbox), rows)


def _bind(url: str) -> None:
    exchange = Exchange("events", type="topic", durable=True)
    queue = Queue("listener", exchange, "#", queue_arguments={"x-queue-type": "quorum"})
    with Connection(url) as connection:
        queue(connection.default_channel).declare()


def _round(engine: Engine, url: str) -> tuple[float, float]:
    with connect(url) as connection:
        bare = _seconds(_publish, publisher(connection, events().name))
    with engine.begin() as database:
        database.execute(update(outbox).values(sent_at=None))
    relay = Relay(url, "accounts", engine)
    with connect(url) as connection:
        relayed = _seconds(partial(_relay, relay), publisher(connection, events().name))
    with Connection(url) as connection:
        connection.default_channel.queue_purge("listener")
    return MESSAGES / bare, MESSAGES / relayed


def _seconds(work: Callable[[Publisher], None], to: Publisher) -> float:
    began = time.perf_counter()
    work(to)
    return time.perf_counter() - began


def _publish(to: Publisher) -> None:
    for _ in range(MESSAGES // BATCH):
        receipt = to.send([Letter(new_id(), NAME, BODY) for _ in range(BATCH)])
        assert len(receipt.confirmed) == BATCH


def _relay(relay: Relay, to: Publisher) -> None:
    sent = 0
    while sent < MESSAGES:
        sent += relay.send_waiting(to)
