"""What the bus promises, whichever broker carries it."""

import os
import signal
from collections.abc import Iterator
from itertools import count

import pytest
from amqp.exceptions import NotFound, PreconditionFailed
from kombu.entity import Queue

from shared.bus.connection import connect
from shared.bus.letters import Letter
from shared.bus.publisher import publisher
from shared.ids import new_id
from tests.shared.bus.broker import Broker, Reading, text
from tests.shared.bus.conftest import kill
from tests.system.waiting import eventually


@pytest.fixture
def broker(bus_url: str, prefix: str) -> Iterator[Broker]:
    broker = Broker(bus_url, prefix)
    yield broker
    broker.delete(*(Queue(f"{prefix}{name}") for name in ("one", "two", "grave")))


def test_every_bound_queue_gets_every_message_once_and_in_order(broker):
    one, two = broker.queue("one", "notes.note.*.*", "notes.#"), broker.queue("two", "notes.*.*.v1")

    broker.publish("a", "b", "c")

    with connect(broker.url) as connection:
        assert Reading(connection, one).all() == ["a", "b", "c"]
        assert Reading(connection, two).all() == ["a", "b", "c"]


def test_a_published_message_outlives_every_connection(broker):
    one = broker.queue("one", "#")
    broker.publish("kept")

    with connect(broker.url) as connection:
        assert Reading(connection, one).all() == ["kept"]


def test_a_message_that_was_not_acknowledged_comes_again_and_says_so(broker):
    one = broker.queue("one", "#")
    broker.publish("again")
    with connect(broker.url) as connection:
        assert not Reading(connection, one).next().delivery_info["redelivered"]

    with connect(broker.url) as connection:
        message = Reading(connection, one).next()

        assert text(message) == "again"
        assert message.delivery_info["redelivered"]


def test_what_a_killed_consumer_held_comes_back(broker, files):
    one = broker.queue("one", "#")
    broker.publish("a", "b", "c")

    def hold_all() -> None:
        with connect(broker.url) as connection:
            reading = Reading(connection, one)
            [reading.next() for _ in range(3)]
            os.kill(os.getpid(), signal.SIGKILL)

    files.start(hold_all).join(10)

    with connect(broker.url) as connection:
        assert sorted(Reading(connection, one).all()) == ["a", "b", "c"]


def test_what_was_confirmed_to_a_killed_publisher_is_there(broker, files, tmp_path):
    one = broker.queue("one", "#")
    confirmed = tmp_path / "confirmed"

    def publish_for_ever() -> None:
        with connect(broker.url) as connection, confirmed.open("a", buffering=1) as log:
            publishing = publisher(connection, broker.events.name)
            for number in count():
                bodies = [f"{number}.{position}" for position in range(20)]
                publishing.send([Letter(new_id(), "a.b", body) for body in bodies])
                log.write("".join(f"{body}\n" for body in bodies))

    process = files.start(publish_for_ever)
    eventually(lambda: confirmed.exists() and confirmed.read_text().count("\n") > 100)
    kill(process)

    with connect(broker.url) as connection:
        arrived = Reading(connection, one).all()
    assert set(confirmed.read_text().split()) <= set(arrived)


def test_a_live_consumer_is_not_robbed_however_slow(broker):
    one = broker.queue("one", "#")
    broker.publish("mine")
    with connect(broker.url) as slow, connect(broker.url) as other:
        message = Reading(slow, one).next()

        assert Reading(other, one).all() == []
        message.ack()


def test_two_consumers_share_a_queue(broker):
    one = broker.queue("one", "#")
    with connect(broker.url) as left, connect(broker.url) as right:
        readings = Reading(left, one, prefetch=1), Reading(right, one, prefetch=1)
        broker.publish("a", "b")

        messages = [reading.next() for reading in readings]

        assert sorted(text(message) for message in messages) == ["a", "b"]
        for message in messages:
            message.ack()


def test_a_requeued_message_comes_back_to_its_own_queue_only(broker):
    one, two = broker.queue("one", "#"), broker.queue("two", "#")
    broker.publish("a")
    with connect(broker.url) as connection:
        reading = Reading(connection, one)
        reading.next().requeue()

        assert reading.all() == ["a"]
        assert Reading(connection, two).all() == ["a"]


def test_a_rejected_message_goes_to_the_dead_letter_queue(broker):
    grave = broker.grave("grave", "one")
    one = broker.queue(
        "one", "#", dead_letter_exchange=broker.graves.name, dead_letter_routing_key="one"
    )
    broker.publish("bad")
    with connect(broker.url) as connection:
        Reading(connection, one).next().reject()

        buried = Reading(connection, grave).next()

        assert text(buried) == "bad"
        assert buried.headers["x-first-death-reason"] == "rejected"
        buried.ack()


def test_a_message_over_the_delivery_limit_goes_to_the_dead_letter_queue(broker):
    grave = broker.grave("grave", "one")
    one = broker.queue(
        "one",
        "#",
        delivery_limit=2,
        dead_letter_exchange=broker.graves.name,
        dead_letter_routing_key="one",
    )
    broker.publish("fatal")
    with connect(broker.url) as connection:
        reading = Reading(connection, one)
        for _ in range(3):
            reading.next().requeue()

        buried = Reading(connection, grave).next()

        assert buried.headers["x-first-death-reason"] == "delivery_limit"
        buried.ack()
        assert reading.all() == []


def test_prefetch_bounds_what_a_consumer_holds(broker):
    one = broker.queue("one", "#")
    broker.publish(*"abcde")
    with connect(broker.url) as connection, connect(broker.url) as other:
        holding = Reading(connection, one, prefetch=2)
        held = [holding.next(), holding.next()]

        assert Reading(other, one).all() == ["c", "d", "e"]
        for message in held:
            message.ack()


def test_the_publisher_tells_which_messages_no_queue_is_bound_for(broker):
    broker.queue("one", "notes.note.*.*")

    routed = broker.publish("a")
    lost = broker.publish("b", key="nobody.hears.this.v1")

    assert len(routed.confirmed) == 1
    assert routed.unroutable == frozenset()
    assert lost.unroutable == lost.confirmed
    assert len(lost.confirmed) == 1


def test_publishing_to_an_exchange_that_is_not_there_fails(broker):
    with pytest.raises(NotFound):
        broker.publish("a")


def test_a_queue_can_not_be_declared_again_with_other_arguments(broker):
    broker.queue("one", delivery_limit=5)

    with pytest.raises(PreconditionFailed):
        broker.queue("one", delivery_limit=6)


def test_a_queue_that_is_not_there_can_not_be_consumed(broker):
    with connect(broker.url) as connection, pytest.raises(NotFound):
        Reading(connection, Queue("nowhere"))


def test_a_message_published_while_somebody_waits_comes_at_once(broker, files):
    one = broker.queue("one", "#")
    with connect(broker.url) as connection:
        reading = Reading(connection, one)
        sender = files.start(lambda: broker.publish("now"))

        message = reading.next()

        assert text(message) == "now"
        message.ack()
        kill(sender)


def test_an_acknowledged_message_is_gone(broker):
    one = broker.queue("one", "#")
    broker.publish("a")
    with connect(broker.url) as connection:
        Reading(connection, one).all()

    def size() -> int:
        with connect(broker.url) as connection, connection.channel() as channel:
            return one(channel).queue_declare(passive=True).message_count

    eventually(lambda: size() == 0)
