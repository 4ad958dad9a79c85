"""What the embedded bus promises beyond what every broker does."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from kombu.entity import Exchange, Queue

from shared.bus.connection import LOST, connect
from shared.bus.embedded.owners import Owner, is_dead, sweep
from shared.bus.embedded.publisher import EmbeddedPublisher
from shared.bus.embedded.store import Posted, Store
from shared.bus.letters import Letter
from shared.ids import new_id
from tests.shared.bus.conftest import kill
from tests.system.waiting import eventually


@pytest.fixture
def path(tmp_path):
    return tmp_path / "bus.db"


@pytest.fixture
def store(path):
    """A bus with an exchange `events` and two queues bound for everything."""
    store = Store(path)
    store.declare_exchange("events", "topic")
    for queue in ("one", "two"):
        store.declare_queue(queue, {})
        store.bind(queue, "events", "#")
    yield store
    store.close()


def posted(body=b"x", message_id=None):
    return Posted("events", "a.b", message_id or new_id(), {}, body)


def test_a_batch_is_stored_whole_or_not_at_all(store):
    unbearable = Posted("events", "a.b", new_id(), {}, object())

    with pytest.raises(sqlite3.Error):
        store.put([posted(), unbearable])

    assert (store.size("one"), store.size("two")) == (0, 0)


def test_a_message_that_a_queue_holds_already_is_not_stored_again(store):
    store.put([posted(message_id="m-1")])
    store.put([posted(message_id="m-1"), posted(message_id="m-2")])

    assert store.size("one") == 2


def test_a_full_disk_stores_nothing_and_is_an_outage_that_passes(store):
    (pages,) = store._db.execute("PRAGMA page_count").fetchone()
    store._db.execute(f"PRAGMA max_page_count = {pages + 2}")
    publisher = EmbeddedPublisher(store, "events")
    large = [Letter(new_id(), "a.b", "x" * 100_000)]

    with pytest.raises(LOST):
        publisher.send(large)
    assert store.size("one") == 0

    store._db.execute("PRAGMA max_page_count = 100000")
    assert publisher.send(large).confirmed == {large[0].message_id}


def test_a_publisher_that_never_declared_a_queue_reaches_it(store, path):
    other = Store(path)
    try:
        other.put([posted()])
    finally:
        other.close()

    assert store.size("one") == 1


def test_a_binding_made_later_is_seen_by_a_publisher_at_once(store, path):
    other = Store(path)
    try:
        store.declare_queue("three", {})
        store.bind("three", "events", "a.*")
        assert other.put([posted()]) == [3]
    finally:
        other.close()


def test_what_a_clean_consumer_never_delivered_does_not_count_as_delivered(store, path):
    store.put([posted() for _ in range(3)])
    with connect(f"embedded://{path}") as connection, connection.channel() as channel:
        taken = []
        with channel.Consumer([Queue("one")], on_message=taken.append, auto_declare=False):
            connection.drain_events(timeout=1)

    again = store.claim("one", "me", 10, [])

    assert [claimed.deliveries for claimed in again] == [2, 1, 1]


def test_messages_come_in_the_order_in_which_they_were_stored(store):
    store.put([posted(str(number).encode()) for number in range(5)])
    first = store.claim("one", "me", 2, [])
    store.release([claimed.id for claimed in first], "me")

    bodies = [claimed.body for claimed in store.claim("one", "me", 10, [])]

    assert bodies == [b"0", b"1", b"2", b"3", b"4"]


def test_only_its_owner_can_acknowledge_a_message(store):
    store.put([posted()])
    (claimed,) = store.claim("one", "me", 1, [])

    store.acknowledge([claimed.id], "somebody else")

    assert store.size("one") == 1


def test_an_owner_lives_as_long_as_its_process(tmp_path, files):
    owner = Owner(tmp_path / "owners")
    try:
        process = files.start(lambda: Owner(tmp_path / "owners") and eventually(lambda: False))
        names = eventually(lambda: len(found := _names(tmp_path)) == 2 and found)
        (other,) = names - {owner.name}
        assert not is_dead(tmp_path / "owners", other)

        kill(process)

        assert is_dead(tmp_path / "owners", other)
        sweep(tmp_path / "owners")
        assert _names(tmp_path) == {owner.name}
    finally:
        owner.close()


def _names(tmp_path):
    return {path.name for path in (tmp_path / "owners").glob("[!.]*")}


def test_many_processes_may_open_a_new_bus_at_once(path):
    def open_and_declare(number):
        with connect(f"embedded://{path}") as connection, connection.channel() as channel:
            Queue(f"q{number}", Exchange("events", type="topic"), "#")(channel).declare()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(open_and_declare, range(8)))

    store = Store(path)
    assert store.put([posted()]) == [8]
    store.close()
