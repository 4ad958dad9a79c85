"""The exchanges and queues: one topic exchange, one queue per service, one for its dead."""

from typing import NamedTuple

from kombu.connection import Connection
from kombu.entity import Exchange, Queue, binding

from shared.bus import gaps
from shared.inbox import Handlers

VERSION = 1
"""Part of each queue's name: a queue's arguments can't change, a new queue's can."""

DELIVERY_LIMIT = 20


class Topology(NamedTuple):
    """What a service consumes: its queue, and what the broker gave up delivering to it."""

    queue: Queue
    dead: Queue


def events(prefix: str = "") -> Exchange:
    """Where every message is published, its name being the routing key."""
    return Exchange(f"{prefix}events", type="topic", durable=True)


def topology(service: str, handlers: Handlers, prefix: str = "") -> Topology:
    """The queues of `service`, bound for each kind of subject that it has a handler of.

    The whole stream of a subject comes, also the types that nobody handles: only so does a
    listener see that nothing is missing.
    """
    name = f"{prefix}{service}.v{VERSION}"
    dead = Exchange(f"{prefix}events.dead", type="direct", durable=True)
    queue = Queue(
        name,
        bindings=[binding(events(prefix), routing_key=pattern) for pattern in patterns(handlers)],
        queue_arguments={
            "x-queue-type": "quorum",
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-dead-letter-exchange": dead.name,
            "x-dead-letter-routing-key": name,
            "x-dead-letter-strategy": "at-least-once",
            "x-overflow": "reject-publish",  # At-least-once dead-lettering asks for it.
        },
    )
    arguments = {"x-queue-type": "quorum"}
    return Topology(queue, Queue(f"{name}.dead", dead, name, queue_arguments=arguments))


def patterns(handlers: Handlers) -> list[str]:
    """The binding keys: `accounts.account.*.*` and so on, and that of GapNoticed."""
    names = [message_type.name.split(".") for message_type in [*handlers, *gaps.HANDLERS]]
    return sorted({f"{owner}.{kind}.*.*" for owner, kind, *_ in names})


def declare(connection: Connection, service: str, handlers: Handlers, prefix: str = "") -> Topology:
    """Make sure that the exchanges, the queues and their bindings exist.

    From then on the service misses nothing, so this is done for all services before the
    first relay starts.
    """
    queues = topology(service, handlers, prefix)
    with connection.channel() as channel:
        events(prefix).declare(channel=channel)
        queues.dead(channel).declare()
        queues.queue(channel).declare()
    return queues
