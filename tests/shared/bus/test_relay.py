"""The relay: everything that is published leaves, whatever happens to the process."""

import json
import os
import random
import signal
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from shared import outbox
from shared.bus.connection import connect
from shared.bus.heartbeat import alive, heartbeat
from shared.bus.leadership import leadership
from shared.bus.letters import Receipt
from shared.bus.metrics import counts
from shared.bus.publisher import publisher
from shared.bus.relay import Refusal, Relay
from shared.bus.topology import topology
from shared.database import engine_for, writing
from tests.shared.bus.conftest import kill, stop
from tests.shared.bus.notes import HANDLERS, write
from tests.system.waiting import eventually


def unsent(site):
    with writing(site.notes)() as session:
        return counts(session)["unsent"]


def relayed(site):
    """The ids of the messages in the reader's queue, in order; takes them away."""
    ids = []
    with connect(site.url) as connection, connection.channel() as channel:
        queue = topology("reader", HANDLERS, site.prefix).queue(channel)
        while message := queue.get():
            ids.append(json.loads(message.body)["id"])
            message.ack()
    return ids


def test_what_is_published_arrives_in_its_order_and_is_marked(site):
    site.declare()
    ids = write(site.notes, "n", *"abc")

    site.start_relay()
    eventually(lambda: unsent(site) == 0)

    assert relayed(site) == ids


def test_what_is_published_while_the_relay_waits_leaves_at_once(site):
    site.declare()
    site.start_relay()
    eventually(lambda: leads(site))

    write(site.notes, "n", "a")

    eventually(lambda: unsent(site) == 0, within=0.9)


class Deadly:
    """A publisher in whose second batch the process dies, before or after the bus has it."""

    def __init__(self, publisher, moment):
        self._publisher = publisher
        self._moment = moment
        self._batches = 0

    def send(self, batch, meanwhile):
        self._batches += 1
        self._die(at="before")
        receipt = self._publisher.send(batch, meanwhile)
        self._die(at="after")
        return receipt

    def _die(self, at):
        if self._batches == 2 and self._moment == at:
            os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_relay_killed_in_the_middle_of_a_batch_loses_nothing(site, moment):
    site.declare()
    ids = write(site.notes, "n", *map(str, range(250)))

    def die():
        relay = Relay(site.url, "notes", engine_for(site.notes_url), site.prefix)
        with connect(site.url) as connection:
            relay.send_waiting(Deadly(publisher(connection, f"{site.prefix}events"), moment))

    site.start(die).join(10)
    site.start_relay()
    eventually(lambda: unsent(site) == 0)

    arrived = relayed(site)
    assert list(dict.fromkeys(arrived)) == ids


def test_a_relay_killed_again_and_again_loses_nothing_and_keeps_the_order(site):
    site.declare()
    ids = write(site.notes, "n", *map(str, range(300)))

    for _ in range(5):
        relay = site.start_relay()
        time.sleep(random.uniform(0.02, 0.1))
        kill(relay)
    site.start_relay()
    eventually(lambda: unsent(site) == 0)

    arrived = relayed(site)
    assert list(dict.fromkeys(arrived)) == ids


def test_only_one_can_lead_at_a_time(engine):
    with leadership(engine, "notes") as one, leadership(engine, "notes") as two:
        assert one.take()
        assert not two.take()
        assert one.take()


def test_who_waits_can_lead_once_the_leader_is_gone(engine):
    with leadership(engine, "notes") as two:
        with leadership(engine, "notes") as one:
            assert one.take()

        eventually(two.take)


def test_of_two_relays_one_leads_and_the_other_takes_over(site):
    site.declare()
    first = site.start_relay()
    eventually(lambda: leads(site))
    second = site.start_relay()
    ids = write(site.notes, "n", *"ab")
    eventually(lambda: unsent(site) == 0)
    assert relayed(site) == ids

    kill(first)
    ids = write(site.notes, "n", *"cd")
    eventually(lambda: unsent(site) == 0)

    assert relayed(site) == ids
    assert stop(second) == 0


def leads(site):
    with writing(site.notes)() as session:
        return alive(session, "relay")


def test_a_relay_ends_cleanly_when_asked(site):
    site.declare()
    relay = site.start_relay()
    eventually(lambda: leads(site))

    assert stop(relay) == 0


def test_a_relay_beats_only_while_it_lives(site):
    relay = site.start_relay()
    eventually(lambda: leads(site))

    kill(relay)

    with writing(site.notes)() as session:
        assert not alive(session, "relay", within=timedelta(0))
        assert session.scalar(select(heartbeat.c.connected)) is True


def test_a_message_that_nobody_listens_to_is_counted_and_holds_up_nothing(site):
    site.start_relay()
    write(site.notes, "n", "unheard")
    eventually(lambda: unsent(site) == 0)
    with writing(site.notes)() as session:
        assert counts(session)["unroutable"] == 1

    site.declare()
    write(site.notes, "n", "heard")

    eventually(lambda: unsent(site) == 0)
    assert len(relayed(site)) == 1


def test_a_listener_that_came_late_catches_up_by_a_replay(site):
    site.start_relay()
    ids = write(site.notes, "n", *"abc")
    eventually(lambda: unsent(site) == 0)
    site.declare()

    with writing(site.notes).begin() as session:
        outbox.resend(session, name="notes.note.written.v1")
    eventually(lambda: unsent(site) == 0)

    assert relayed(site) == ids
    with writing(site.notes)() as session:
        assert counts(session)["unroutable"] == 0


class Refusing:
    """A bus that takes the first message of each batch and no other."""

    def __init__(self):
        self.batches = []

    def send(self, batch, meanwhile=lambda: None):
        self.batches.append([letter.message_id for letter in batch])
        meanwhile()
        return Receipt(frozenset([batch[0].message_id]), frozenset())

    def keep_alive(self):
        pass


def test_what_the_bus_refuses_stays_and_is_sent_again(files):
    ids = write(files.notes, "n", *"abc")
    relay, bus = Relay(files.url, "notes", files.notes), Refusing()

    for _ in range(2):
        with pytest.raises(Refusal):
            relay.send_waiting(bus)

    assert bus.batches == [ids, ids[1:]]
    with writing(files.notes)() as session:
        assert counts(session)["unsent"] == 1
        assert session.scalar(select(func.sum(outbox.outbox.c.attempts))) == 3


def test_a_relay_whose_bus_is_away_waits_for_it(files, tmp_path):
    away = tmp_path / "away"
    away.write_text("not a folder")
    files.url = f"embedded://{away}/bus.db"
    relay = files.start_relay()
    write(files.notes, "n", "a")
    time.sleep(0.5)
    assert relay.is_alive()
    assert not leads(files)

    away.unlink()

    eventually(lambda: unsent(files) == 0)


def test_a_second_signal_changes_nothing(files):
    relay = files.start_relay()
    eventually(lambda: leads(files))

    os.kill(relay.pid, signal.SIGTERM)

    assert stop(relay) == 0
