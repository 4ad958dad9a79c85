"""How fast the relay empties an outbox, next to bare confirmed publishes of the same messages."""

import os
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import NamedTuple

from kombu import Connection, Exchange, Producer, Queue
from sqlalchemy import Engine, text

from shared.bus.connection import connect
from shared.bus.envelope import CONTENT_TYPE, Envelope
from shared.bus.letters import Letter
from shared.bus.publisher import publisher
from shared.bus.relay import BATCH, Relay
from shared.bus.topology import events
from shared.clock import now, rfc3339
from shared.contracts.accounts import AccountOpened
from shared.database import engine_for
from shared.tables import technical
from tests.bench.bare import QUORUM, confirming
from tests.bench.figures import aim, say, table
from tests.bench.stage import processor_time
from tests.system.firms import a_firm
from tests.system.processes import cpu_seconds
from tests.system.servers import Servers

MESSAGES = 20_000
ONE_BY_ONE = 2_000
ROUNDS = 5

FILL = """
INSERT INTO outbox (message_id, subject, subject_version, name, body, created_at)
SELECT id, 'account/' || id, 1, :name, replace(:body, 'NUMBER', id), now()
FROM (SELECT '01920000-0000-7000-8000-' || lpad(to_hex(n), 12, '0') AS id
      FROM generate_series(1, :count) n) numbered
"""


class Rate(NamedTuple):
    """Messages a second of the clock, and seconds of the processor that all of them took."""

    a_second: float
    processor: float


class Round(NamedTuple):
    bare: Rate
    relay: Rate
    one_by_one: Rate


def run(servers: Servers) -> None:
    environment = servers.environment("relay")
    engine = engine_for(environment["ACCOUNTS_DATABASE_URL"])
    technical.create_all(engine)
    rounds = [_round(servers, engine, environment["BUS_URL"]) for _ in range(ROUNDS)]
    engine.dispose()
    _show(rounds)


def _round(servers: Servers, engine: Engine, url: str) -> Round:
    letters = _fill(engine)
    few = letters[:ONE_BY_ONE]
    return Round(
        _rate(servers, url, MESSAGES, lambda: _publish(url, letters)),
        _rate(servers, url, MESSAGES, lambda: _relay(engine, url)),
        _rate(servers, url, ONE_BY_ONE, lambda: _publish_one_by_one(url, few)),
    )


def _fill(engine: Engine) -> list[Letter]:
    """Put messages into the empty outbox; the same as letters, to be published without it."""
    message = AccountOpened(
        account_id="NUMBER",
        prefix="firma",
        company=a_firm().company,
        owner_kind="user",
        owner_id="NUMBER",
        owner_version=1,
    )
    envelope = Envelope(
        id="NUMBER",
        source="/accounts",
        type=message.name,
        subject="account/NUMBER",
        version=1,
        time=rfc3339(now()),
        data=message.to_body(),
        actor="user:NUMBER",
        correlation="NUMBER",
    )
    values = {"name": message.name, "body": envelope.to_json(), "count": MESSAGES}
    with engine.begin() as database:
        database.execute(text("TRUNCATE outbox"))
        database.execute(text(FILL), values)
        rows = database.execute(text("SELECT message_id, name, body FROM outbox ORDER BY id")).all()
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as database:
        database.execute(text("VACUUM ANALYZE outbox"))
    return [Letter(*row) for row in rows]


def _rate(servers: Servers, url: str, count: int, work: Callable[[], float]) -> Rate:
    """What `work` costs, which says how many seconds it took; all must reach an empty queue."""
    exchange = Exchange(events().name, type="topic", durable=True)
    queue = Queue("listener", exchange, "#", queue_arguments=QUORUM)
    with Connection(url) as connection:
        bound = queue(connection.default_channel)
        bound.declare()
        before = _processor_time(servers)
        seconds = work()
        processor = _processor_time(servers) - before
        arrived = bound.delete()
    if arrived != count:
        raise AssertionError(f"{arrived} of {count} messages have arrived")
    return Rate(count / seconds, processor)


def _processor_time(servers: Servers) -> float:
    return processor_time(servers, os.getpid()) + cpu_seconds(servers.rabbitmq.pid)


def _publish(url: str, letters: Sequence[Letter]) -> float:
    with connect(url) as connection:
        to = publisher(connection, events().name)
        began = time.perf_counter()
        for first in range(0, len(letters), BATCH):
            to.send(letters[first : first + BATCH])
        return time.perf_counter() - began


def _relay(engine: Engine, url: str) -> float:
    relay = Relay(url, "accounts", engine)
    with connect(url) as connection:
        to = publisher(connection, events().name)
        began = time.perf_counter()
        while relay.send_waiting(to):
            pass
        return time.perf_counter() - began


def _publish_one_by_one(url: str, letters: Sequence[Letter]) -> float:
    """As kombu does it: each message waits for its own confirm."""
    with confirming(url) as connection:
        producer = Producer(connection.default_channel, Exchange(events().name, no_declare=True))
        began = time.perf_counter()
        for letter in letters:
            producer.publish(
                letter.body,
                routing_key=letter.routing_key,
                message_id=letter.message_id,
                content_type=CONTENT_TYPE,
                content_encoding="utf-8",
                delivery_mode=2,
                mandatory=True,
            )
        return time.perf_counter() - began


def _show(rounds: Sequence[Round]) -> None:
    rows = {
        f"bare: pipelined confirmed publishes, {BATCH} at a time": (0, MESSAGES),
        "relay: read, publish, mark as sent": (1, MESSAGES),
        f"kombu's confirm_publish, each waited for ({ONE_BY_ONE:,})": (2, ONE_BY_ONE),
    }
    table(
        f"Relay: {MESSAGES:,} messages in an outbox on PostgreSQL, to a quorum queue; medians of "
        f"{ROUNDS} rounds",
        ["a second", "to bare", "CPU-s/10,000"],
        [
            [
                name,
                f"{median(each[place].a_second for each in rounds):,.0f}",
                f"{median(each[place].a_second / each.bare.a_second for each in rounds):.0%}",
                f"{median(each[place].processor for each in rounds) * 10_000 / count:.2f}",
            ]
            for name, (place, count) in rows.items()
        ],
    )
    say("  CPU-s: of this process, PostgreSQL and RabbitMQ")
    ratio = median(each.relay.a_second / each.bare.a_second for each in rounds)
    aim(f"at least 60 % of the bare rate ({ratio:.0%})", met=ratio >= 0.6)
