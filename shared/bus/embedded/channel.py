"""A kombu channel on the embedded bus: consuming, acknowledging, declaring."""

import json
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

from amqp.protocol import queue_declare_ok_t
from kombu.message import Message
from kombu.transport.base import StdChannel

from shared.bus.embedded.store import Claimed, Posted, Store

CLAIMED_AT_ONCE = 32


class _Subscription(NamedTuple):
    tag: str
    queue: str
    callback: Callable[[Any], None]
    claimed: deque[Claimed]  # Not delivered yet.


class Channel(StdChannel):
    """Hands messages out one by one; acknowledgements are written with the next claim.

    One that is lost with its process brings a message again that was handled, never less.
    """

    def __init__(self, connection: Any, store: Store, owner: str) -> None:
        self.connection: Any = connection
        self._store = store
        self._owner = owner
        self._prefetch = CLAIMED_AT_ONCE
        self._subscriptions: deque[_Subscription] = deque()
        self._tags = 0
        self._delivered: dict[int, int] = {}  # The delivery tag to the message's id.
        self._done: list[int] = []

    # What kombu's Exchange and Queue call.

    def exchange_declare(self, exchange: str, type: str = "direct", **_: Any) -> None:
        self._store.declare_exchange(exchange, type)

    def queue_declare(
        self,
        queue: str,
        passive: bool = False,
        arguments: dict[str, Any] | None = None,
        **_: Any,
    ) -> queue_declare_ok_t:
        if not passive:
            self._store.declare_queue(queue, arguments or {})
        return queue_declare_ok_t(queue, self._store.size(queue), 0)

    def queue_bind(self, queue: str, exchange: str, routing_key: str = "", **_: Any) -> None:
        self._store.bind(queue, exchange, routing_key)

    def queue_delete(self, queue: str, **_: Any) -> None:
        self._store.delete_queue(queue)

    def queue_purge(self, queue: str, **_: Any) -> int:
        return self._store.purge(queue)

    # What kombu's Producer calls.

    def prepare_message(
        self,
        body: Any,
        priority: int | None = None,
        content_type: str | None = None,
        content_encoding: str | None = None,
        headers: dict[str, Any] | None = None,
        properties: dict[str, Any] | None = None,
    ) -> tuple[bytes, dict[str, Any]]:
        described = {
            "content_type": content_type,
            "content_encoding": content_encoding,
            "headers": headers or {},
            **(properties or {}),
        }
        return body if isinstance(body, bytes) else str(body).encode(), described

    def basic_publish(
        self, message: tuple[bytes, dict[str, Any]], exchange: str, routing_key: str, **_: Any
    ) -> None:
        """Store one message; it is on disk when this returns."""
        body, properties = message
        message_id = properties.get("message_id")
        self._store.put([Posted(exchange, routing_key, message_id, properties, body)])

    # What kombu's Consumer and Message call.

    def basic_qos(self, prefetch_size: int, prefetch_count: int, apply_global: bool) -> None:
        self._prefetch = prefetch_count or CLAIMED_AT_ONCE

    def basic_consume(
        self, queue: str, callback: Callable[[Any], None], consumer_tag: str, **_: Any
    ) -> None:
        self._store.size(queue)  # Raises NotFound.
        self._subscriptions.append(_Subscription(consumer_tag, queue, callback, deque()))

    def basic_cancel(self, consumer_tag: str, **_: Any) -> None:
        for subscription in list(self._subscriptions):
            if subscription.tag == consumer_tag:
                self._subscriptions.remove(subscription)
                self._give_back(subscription)

    def basic_get(self, queue: str, no_ack: bool = False, **_: Any) -> Claimed | None:
        claimed = self._store.claim(queue, self._owner, 1, self._take_done())
        if claimed and no_ack:
            self._store.acknowledge([claimed[0].id], self._owner)
        return claimed[0] if claimed else None

    def basic_ack(self, delivery_tag: int, multiple: bool = False) -> None:
        tags = [tag for tag in self._delivered if tag <= delivery_tag] if multiple else []
        self._done += [self._delivered.pop(tag) for tag in tags or [delivery_tag]]
        if len(self._done) >= CLAIMED_AT_ONCE:
            self._write_done()

    def basic_reject(self, delivery_tag: int, requeue: bool = False) -> None:
        number = self._delivered.pop(delivery_tag)
        if requeue:
            self._store.release([number], self._owner)
        else:
            self._store.reject(number)

    def message_to_python(self, claimed: Claimed) -> Message:
        self._tags += 1
        self._delivered[self._tags] = claimed.id
        properties = json.loads(claimed.properties)
        return Message(
            body=bytes(claimed.body),
            channel=self,
            delivery_tag=self._tags,
            content_type=properties.get("content_type"),
            content_encoding=properties.get("content_encoding"),
            headers=_headers(properties, claimed),
            properties=properties,
            delivery_info={
                "exchange": claimed.exchange,
                "routing_key": claimed.routing_key,
                "redelivered": claimed.deliveries > 1,
            },
        )

    # What the connection calls.

    def deliver(self) -> bool:
        """Hand out one message; says whether there was one. The queues take turns."""
        for _ in range(len(self._subscriptions)):
            subscription = self._subscriptions[0]
            self._subscriptions.rotate(-1)
            if subscription.claimed or self._claim(subscription):
                subscription.callback(subscription.claimed.popleft())
                return True
        self._write_done()
        return False

    def close(self) -> None:
        """Write what was acknowledged and give back all else."""
        if self.connection is None:
            return
        self.connection.channels.remove(self)
        self.connection = None
        self._write_done()
        for subscription in self._subscriptions:
            self._give_back(subscription)
        if self._delivered:
            self._store.release(self._delivered.values(), self._owner)

    def _claim(self, subscription: _Subscription) -> bool:
        room = min(self._prefetch - len(self._delivered), CLAIMED_AT_ONCE)
        if room > 0:
            done = self._take_done()
            claimed = self._store.claim(subscription.queue, self._owner, room, done)
            subscription.claimed.extend(claimed)
        return bool(subscription.claimed)

    def _give_back(self, subscription: _Subscription) -> None:
        ids = [claimed.id for claimed in subscription.claimed]
        subscription.claimed.clear()
        if ids:
            self._store.release(ids, self._owner, undelivered=True)

    def _write_done(self) -> None:
        self._store.acknowledge(self._take_done(), self._owner)

    def _take_done(self) -> list[int]:
        done, self._done = self._done, []
        return done


def _headers(properties: dict[str, Any], claimed: Claimed) -> dict[str, Any]:
    headers = dict(properties.get("headers") or {})
    if claimed.deliveries > 1:
        headers["x-delivery-count"] = claimed.deliveries - 1
    if claimed.death:
        headers["x-first-death-reason"] = claimed.death
    return headers
