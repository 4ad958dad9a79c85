"""How the bus's processes live: signs of life, outages, the end."""

from datetime import timedelta
from time import monotonic, sleep

import pytest

from shared.bus import heartbeat
from shared.bus.chores import PURGE, Chore, Rota
from shared.bus.connection import connect
from shared.bus.heartbeat import alive, beat, connected_within
from shared.bus.metrics import counts
from shared.bus.process import Every, keep_running
from shared.bus.topology import events, patterns, topology
from shared.contracts.accounts import AccountOpened, CompanyChanged, RolesChanged
from shared.database import engine_for
from tests.shared.bus.notes import HANDLERS


def test_a_process_that_beat_just_now_is_alive(sessions):
    with sessions.begin() as session:
        beat(session, "worker")
        beat(session, "worker")

        assert alive(session, "worker")
        assert not alive(session, "relay")


def test_a_process_that_does_not_reach_the_bus_is_not_alive(sessions):
    with sessions.begin() as session:
        beat(session, "worker")
        beat(session, "worker", connected=False)

        assert not alive(session, "worker")
        assert connected_within(session, "worker", timedelta(minutes=1))


def test_a_process_that_beat_long_ago_is_not_alive(sessions):
    with sessions.begin() as session:
        beat(session, "worker")

        assert not alive(session, "worker", within=timedelta(0))
        assert timedelta(seconds=2 * heartbeat.EVERY) < heartbeat.WITHIN


def test_a_session_begins_anew_after_each_outage(sqlite_url, files):
    tries = files.reader_url.replace("sqlite:///", "") + ".tries"

    def fail_twice(stop):
        with open(tries, "a+") as file:
            file.write("x")
            file.seek(0)
            if len(file.read()) < 3:
                raise ConnectionError("away")
        stop.set()

    process = files.start(lambda: keep_running("test", engine_for(sqlite_url), fail_twice))
    process.join(10)

    assert process.exitcode == 0
    with open(tries) as file:
        assert file.read() == "xxx"


def test_what_is_no_outage_ends_the_process(sqlite_url, files):
    def fail(stop):
        raise ValueError("a fault of ours")

    process = files.start(lambda: keep_running("test", engine_for(sqlite_url), fail))
    process.join(10)

    assert process.exitcode == 1


def test_every_is_due_at_once_and_then_after_its_time():
    often, seldom = Every(0.0), Every(1000.0)

    assert [often.due(), often.due()] == [True, True]
    assert [seldom.due(), seldom.due()] == [True, False]
    seldom.hurry()
    assert seldom.due()


def test_a_chore_that_fails_is_undone_and_does_not_stop_the_others(sessions):
    def fail(session):
        beat(session, "chore")
        raise RuntimeError("no")

    done = []
    rota = Rota(sessions, [Chore("fails", 0, fail), Chore("works", 0, done.append)])

    rota.run_due()

    assert len(done) == 1
    with sessions() as session:
        assert not alive(session, "chore")


def test_a_chore_with_more_to_do_goes_on_once_there_is_nothing_else(sessions):
    done = []

    def work(session):
        done.append(session)
        return len(done) < 3

    rota = Rota(sessions, [Chore("long", 1000, work)])

    rota.run_due()
    assert rota.has_more
    until = monotonic() + 5
    while rota.has_more and monotonic() < until:
        rota.go_on()
        rota.run_due()
    rota.run_due()

    assert len(done) == 3
    assert not rota.has_more


def test_while_messages_come_a_chore_rests_as_long_as_it_has_worked(sessions):
    done = []

    def work(session):
        done.append(session)
        sleep(0.05)
        return True

    rota = Rota(sessions, [Chore("long", 1000, work)])

    rota.run_due()
    rota.run_due()
    assert len(done) == 1
    until = monotonic() + 5
    while len(done) < 2 and monotonic() < until:
        rota.run_due()

    assert len(done) == 2


def test_a_chore_that_failed_waits_for_its_time(sessions):
    done = []

    def work(session):
        done.append(session)
        if len(done) == 2:
            raise RuntimeError("no")
        return True

    rota = Rota(sessions, [Chore("long", 1000, work)])
    rota.run_due()
    until = monotonic() + 5
    while rota.has_more and monotonic() < until:
        rota.go_on()
        rota.run_due()
    rota.run_due()

    assert len(done) == 2


def test_purging_an_empty_service_is_no_trouble(sessions):
    with sessions.begin() as session:
        PURGE.run(session)

        assert set(counts(session).values()) == {0}


def test_a_service_listens_to_whole_subjects_and_to_gaps():
    handlers = dict.fromkeys([AccountOpened, CompanyChanged, RolesChanged])

    assert patterns(handlers) == ["accounts.account.*.*", "accounts.user.*.*", "bus.gap.*.*"]


def test_a_queue_is_a_quorum_queue_with_a_delivery_limit_and_a_grave():
    queue, dead = topology("reader", HANDLERS, prefix="p.")

    assert (queue.name, dead.name) == ("p.reader.v1", "p.reader.v1.dead")
    assert queue.queue_arguments == {
        "x-queue-type": "quorum",
        "x-delivery-limit": 20,
        "x-dead-letter-exchange": "p.events.dead",
        "x-dead-letter-routing-key": "p.reader.v1",
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
    assert events("p.").name == "p.events"


@pytest.mark.parametrize("url", ["redis://localhost", "bus.db", ""])
def test_a_url_of_another_kind_is_refused(url):
    with pytest.raises(ValueError, match="not the URL of a bus"), connect(url):
        pass
