"""Exchanges, queues and messages of the embedded bus, in SQL."""

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from amqp.exceptions import NotFound, PreconditionFailed

from shared.bus.doorbell import folder_beside, ring
from shared.bus.embedded.owners import is_dead
from shared.bus.embedded.schema import open_file, transaction
from shared.bus.embedded.topics import matches

CLAIM = """UPDATE message SET owner = ?, deliveries = deliveries + 1
    WHERE id IN (SELECT id FROM message WHERE queue = ? AND owner IS NULL ORDER BY id LIMIT ?)
    RETURNING id, exchange, routing_key, properties, body, deliveries, death"""
PUT = """INSERT INTO message (queue, message_id, exchange, routing_key, properties, body)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"""
MOVE_DEAD = """INSERT INTO message
    (queue, message_id, exchange, routing_key, properties, body, death)
    SELECT ?, message_id, ?, ?, properties, body, ? FROM message WHERE id = ?
    ON CONFLICT DO NOTHING"""


class Posted(NamedTuple):
    """A message on its way in; `properties` are AMQP's, such as `content_type`."""

    exchange: str
    routing_key: str
    message_id: str | None
    properties: Mapping[str, Any]
    body: bytes


class Claimed(NamedTuple):
    """A message on its way out; `deliveries` counts this one too."""

    id: int
    exchange: str
    routing_key: str
    properties: str
    body: bytes
    deliveries: int
    death: str | None  # Why it came to a dead-letter queue.


class Store:
    """One process's view of the file at `path`. Not for use by several threads."""

    def __init__(self, path: Path) -> None:
        self.owners = Path(f"{path}.owners")
        self.bells = folder_beside(path)
        self._db = open_file(path)

    def close(self) -> None:
        self._db.close()

    def declare_exchange(self, name: str, kind: str) -> None:
        """Make the exchange; raises PreconditionFailed if it exists and is of another kind."""
        with transaction(self._db):
            self._declare("exchange", "kind", name, kind)

    def declare_queue(self, name: str, arguments: Mapping[str, Any]) -> None:
        """Make the queue; raises PreconditionFailed if it exists with other arguments."""
        with transaction(self._db):
            self._declare("queue", "arguments", name, json.dumps(arguments, sort_keys=True))

    def bind(self, queue: str, exchange: str, pattern: str) -> None:
        self._must_exist("exchange", exchange)
        self._must_exist("queue", queue)
        with transaction(self._db):
            values = (exchange, pattern, queue)
            self._db.execute("INSERT INTO binding VALUES (?, ?, ?) ON CONFLICT DO NOTHING", values)

    def delete_queue(self, name: str) -> None:
        with transaction(self._db):
            self._db.execute("DELETE FROM binding WHERE queue = ?", (name,))
            self._db.execute("DELETE FROM message WHERE queue = ?", (name,))
            self._db.execute("DELETE FROM queue WHERE name = ?", (name,))

    def purge(self, queue: str) -> int:
        with transaction(self._db):
            gone = self._db.execute("DELETE FROM message WHERE queue = ?", (queue,))
        return gone.rowcount

    def size(self, queue: str) -> int:
        """How many messages stand in the queue, claimed ones too."""
        self._must_exist("queue", queue)
        count = self._db.execute("SELECT count(*) FROM message WHERE queue = ?", (queue,))
        return int(count.fetchone()[0])

    def put(self, messages: Sequence[Posted]) -> list[int]:
        """Store all the messages in all their queues or none; says how many queues each had.

        A message that a queue holds already, by its id, is not stored there again.
        """
        with transaction(self._db):
            routes = [self._route(message.exchange, message.routing_key) for message in messages]
            for message, queues in zip(messages, routes, strict=True):
                self._db.executemany(PUT, [(queue, *_columns(message)) for queue in queues])
        ring(self.bells)
        return [len(queues) for queues in routes]

    def claim(self, queue: str, owner: str, limit: int, done: Collection[int]) -> list[Claimed]:
        """Delete those that are `done`, then take at most `limit` messages, in order.

        Messages over the queue's delivery limit go to its dead-letter exchange instead.
        """
        free = "SELECT 1 FROM message WHERE queue = ? AND owner IS NULL LIMIT 1"
        if not self._db.execute(free, (queue,)).fetchone():  # Needs no write lock.
            self.acknowledge(done, owner)
            return []
        with transaction(self._db):
            self._delete(done, owner)
            self._bury_exhausted(queue)
            rows = self._db.execute(CLAIM, (owner, queue, limit)).fetchall()
        return [Claimed(*row) for row in sorted(rows)]

    def acknowledge(self, done: Collection[int], owner: str) -> None:
        if done:
            with transaction(self._db):
                self._delete(done, owner)

    def release(self, ids: Collection[int], owner: str, *, undelivered: bool = False) -> None:
        """Give messages back to their own places; `undelivered` ones as if never claimed."""
        change = "owner = NULL, deliveries = deliveries - 1" if undelivered else "owner = NULL"
        with transaction(self._db):
            self._db.executemany(
                f"UPDATE message SET {change} WHERE id = ? AND owner = ?",  # noqa: S608
                [(number, owner) for number in ids],
            )
        ring(self.bells)

    def reject(self, number: int) -> None:
        """Send a message to the dead-letter exchange of its queue, or drop it if there is none."""
        with transaction(self._db):
            self._bury(number, "rejected")
        ring(self.bells)

    def release_dead(self) -> None:
        """Give back what owners hold who live no more."""
        held = self._db.execute("SELECT DISTINCT owner FROM message WHERE owner IS NOT NULL")
        dead = [(name,) for (name,) in held.fetchall() if is_dead(self.owners, name)]
        if dead:
            with transaction(self._db):
                self._db.executemany("UPDATE message SET owner = NULL WHERE owner = ?", dead)

    def _declare(self, table: str, column: str, name: str, value: str) -> None:
        self._db.execute(
            f"INSERT INTO {table} VALUES (?, ?) ON CONFLICT DO NOTHING",  # noqa: S608
            (name, value),
        )
        found = self._db.execute(f"SELECT {column} FROM {table} WHERE name = ?", (name,))  # noqa: S608
        (existing,) = found.fetchone()
        if existing != value:
            raise PreconditionFailed(f"{table} {name} exists with {existing}, not {value}")

    def _must_exist(self, table: str, name: str) -> None:
        found = self._db.execute(f"SELECT 1 FROM {table} WHERE name = ?", (name,))  # noqa: S608
        if not found.fetchone():
            raise NotFound(f"no {table} {name}")

    def _route(self, exchange: str, key: str) -> list[str]:
        if not exchange:  # AMQP's default exchange: the key is the queue's name.
            return [key] if self._arguments(key) is not None else []
        kind = self._db.execute("SELECT kind FROM exchange WHERE name = ?", (exchange,)).fetchone()
        if kind is None:
            raise NotFound(f"no exchange {exchange}")
        bound = self._db.execute(
            "SELECT pattern, queue FROM binding WHERE exchange = ?", (exchange,)
        )
        return sorted({queue for pattern, queue in bound if matches(kind[0], pattern, key)})

    def _arguments(self, queue: str) -> dict[str, Any] | None:
        found = self._db.execute("SELECT arguments FROM queue WHERE name = ?", (queue,)).fetchone()
        return json.loads(found[0]) if found else None

    def _delete(self, ids: Collection[int], owner: str) -> None:
        self._db.executemany(
            "DELETE FROM message WHERE id = ? AND owner = ?", [(number, owner) for number in ids]
        )

    def _bury_exhausted(self, queue: str) -> None:
        limit = (self._arguments(queue) or {}).get("x-delivery-limit")
        if limit is None:
            return
        exhausted = "SELECT id FROM message WHERE queue = ? AND owner IS NULL AND deliveries > ?"
        for (number,) in self._db.execute(exhausted, (queue, limit)).fetchall():
            self._bury(number, "delivery_limit")

    def _bury(self, number: int, death: str) -> None:
        found = self._db.execute("SELECT queue, routing_key FROM message WHERE id = ?", (number,))
        for queue, key in found.fetchall():
            self._send_to_grave(number, queue, key, death)
        self._db.execute("DELETE FROM message WHERE id = ?", (number,))

    def _send_to_grave(self, number: int, queue: str, key: str, death: str) -> None:
        arguments = self._arguments(queue) or {}
        exchange = arguments.get("x-dead-letter-exchange")
        if exchange is not None:
            key = arguments.get("x-dead-letter-routing-key", key)
            graves = self._route(exchange, key)
            moves = [(grave, exchange, key, death, number) for grave in graves]
            self._db.executemany(MOVE_DEAD, moves)


def _columns(message: Posted) -> tuple[str | None, str, str, str, bytes]:
    properties = json.dumps(message.properties)
    return message.message_id, message.exchange, message.routing_key, properties, message.body
