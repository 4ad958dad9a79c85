"""The whole way, from a commit in one service to its effect in another."""

import os
import random
import signal
import time

import pytest
from sqlalchemy import insert, select, text, update

from shared.bus.chores import Chore
from shared.bus.connection import connect
from shared.bus.heartbeat import alive
from shared.bus.letters import Letter
from shared.bus.metrics import counts
from shared.bus.parking import dead_letter
from shared.bus.publisher import publisher
from shared.bus.verify import findings_between, own_findings
from shared.clock import now
from shared.database import writing
from shared.ids import new_id
from shared.outbox import outbox, resend
from tests.shared.bus.conftest import kill, stop
from tests.shared.bus.notes import (
    NoteWritten,
    envelope,
    ledger,
    on_note_written,
    texts,
    write,
)
from tests.shared.bus.proxy import Proxy
from tests.system.waiting import eventually

NOTES = "abcd"
NOTHING = {"unsent": 0, "unroutable": 0, "parked": 0, "dead": 0}


def post(site, *bodies):
    """Put bodies on the bus as they are, past the outbox."""
    with connect(site.url) as connection:
        letters = [Letter(new_id(), NoteWritten.name, body) for body in bodies]
        publisher(connection, f"{site.prefix}events").send(letters)


def waiting(site):
    with writing(site.reader)() as session:
        return counts(session)


def at_rest(site):
    """Whether everything that was published is handled."""
    with writing(site.notes)() as notes, writing(site.reader)() as reader:
        return not [*own_findings(notes), *findings_between(reader, "notes", notes)]


def works(site):
    with writing(site.reader)() as session:
        return alive(session, "worker")


def test_what_is_published_has_its_effect(site):
    site.declare()
    site.start_relay()
    site.start_worker()

    write(site.notes, "n", *"abc")

    eventually(lambda: texts(site.reader) == {"n": ["a", "b", "c"]})
    eventually(lambda: at_rest(site))


def test_killing_workers_and_relays_loses_nothing_and_doubles_nothing(site):
    site.declare()
    rounds = [[f"{turn}.{number}" for number in range(10)] for turn in range(4)]
    relay, worker = site.start_relay(), site.start_worker()
    for turn in rounds:
        for note in NOTES:
            write(site.notes, note, *turn)
        time.sleep(random.uniform(0.05, 0.3))
        kill(relay)
        kill(worker)
        relay, worker = site.start_relay(), site.start_worker()

    eventually(lambda: at_rest(site), within=20)

    expected = [word for turn in rounds for word in turn]
    assert texts(site.reader) == dict.fromkeys(NOTES, expected)
    assert waiting(site) == NOTHING


def test_a_worker_killed_in_its_handler_has_done_nothing_and_does_it_again(site, tmp_path):
    died = tmp_path / "died"

    def die_once(session, message):
        on_note_written(session, message)
        if not died.exists():
            died.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    site.declare()
    post(site, envelope(word="a").to_json())
    site.start_worker({NoteWritten: die_once}).join(10)
    assert texts(site.reader) == {}

    site.start_worker({NoteWritten: die_once})

    eventually(lambda: texts(site.reader) == {"n": ["a"]})


def test_a_message_that_kills_the_worker_is_alone_a_dead_letter(site):
    def die(session, message):
        on_note_written(session, message)
        if message.text == "fatal":
            os.kill(os.getpid(), signal.SIGKILL)

    site.declare()
    post(
        site,
        envelope("a", 1, "fatal").to_json(),
        *(envelope("b", version, str(version)).to_json() for version in range(1, 6)),
        envelope("a", 2, "after").to_json(),
    )

    def dead_letters():
        if not site.processes or not site.processes[-1].is_alive():
            site.start_worker({NoteWritten: die})
        return waiting(site)["dead"]

    eventually(dead_letters, within=15)
    eventually(lambda: texts(site.reader) == {"b": ["1", "2", "3", "4", "5"]})

    with writing(site.reader)() as session:
        assert session.execute(select(dead_letter.c.subject)).all() == [("note/a",)]
    eventually(lambda: waiting(site)["parked"] == 1)


def test_what_the_broker_gave_up_delivering_is_handled_after_all(site):
    site.declare()
    letter = Letter(new_id(), f"{site.prefix}reader.v1", envelope().to_json())
    with connect(site.url) as connection:
        publisher(connection, f"{site.prefix}events.dead").send([letter])

    site.start_worker()

    eventually(lambda: texts(site.reader) == {"n": ["hello"]})
    eventually(lambda: waiting(site) == NOTHING)


def test_messages_in_the_wrong_order_are_put_right(site):
    site.declare()
    bodies = [envelope(version=version, word=str(version)).to_json() for version in range(1, 21)]
    random.shuffle(bodies)
    site.start_worker()

    post(site, *bodies)

    eventually(lambda: texts(site.reader) == {"n": [str(number) for number in range(1, 21)]})


def test_every_message_twice_has_one_effect_each(site):
    site.declare()
    site.start_worker()
    bodies = [envelope(version=version, word=str(version)).to_json() for version in range(1, 11)]

    post(site, *bodies, *bodies, envelope("end").to_json())

    eventually(lambda: "end" in texts(site.reader))
    assert texts(site.reader)["n"] == [str(number) for number in range(1, 11)]


def test_a_replay_of_everything_changes_nothing(site):
    site.declare()
    site.start_relay()
    site.start_worker()
    write(site.notes, "n", *"abc")
    eventually(lambda: texts(site.reader) == {"n": ["a", "b", "c"]})

    with writing(site.notes).begin() as session:
        assert resend(session, owner="notes") == 3
    write(site.notes, "end", "hello")

    eventually(lambda: "end" in texts(site.reader))
    assert texts(site.reader)["n"] == ["a", "b", "c"]


def test_a_poison_message_holds_up_only_its_subject_and_can_be_dropped(site):
    site.declare()
    site.start_relay()
    site.start_worker()
    write(site.notes, "sick", "1", "poison", "3")
    write(site.notes, "well", "1", "2")

    eventually(lambda: waiting(site)["dead"] == 1)

    eventually(lambda: texts(site.reader) == {"sick": ["1"], "well": ["1", "2"]})


def test_what_was_lost_on_the_way_is_asked_for_and_comes(site):
    """The whole circle: the reader notices a gap, its relay says so, the owner sends again."""
    site.declare()
    site.declare("notes", {})
    write(site.notes, "n", *"abc")
    with writing(site.notes).begin() as session:
        session.execute(update(outbox).where(outbox.c.subject_version == 2).values(sent_at=now()))

    for service in ("notes", "reader"):
        site.start_relay(service)
    site.start_worker()
    site.start_worker({}, "notes")

    eventually(lambda: texts(site.reader) == {"n": ["a", "b", "c"]}, within=15)


@pytest.mark.servers
def test_worker_and_relay_live_on_when_the_broker_cuts_them_off(servers):
    proxy = Proxy(servers.url)
    servers.declare()
    servers.url, direct = proxy.url, servers.url
    processes = servers.start_worker(), servers.start_relay()
    eventually(lambda: works(servers))

    for word in "ab":
        write(servers.notes, "n", word)
        proxy.cut()
        eventually(lambda words=word: words in texts(servers.reader).get("n", []))

    assert all(process.is_alive() for process in processes)
    proxy.close()
    servers.url = direct


@pytest.mark.servers
def test_worker_and_relay_live_on_when_their_database_cuts_them_off(servers):
    servers.declare()
    processes = servers.start_worker(), servers.start_relay()
    eventually(lambda: works(servers))

    for word in "ab":
        for engine in (servers.notes, servers.reader):
            cut_off_all_others(engine)
        write(servers.notes, "n", word)
        eventually(lambda words=word: words in texts(servers.reader).get("n", []))

    assert texts(servers.reader) == {"n": ["a", "b"]}
    assert all(process.is_alive() for process in processes)


def cut_off_all_others(engine):
    with engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )


def test_two_workers_share_the_work_and_keep_the_order(site):
    site.declare()
    site.start_worker()
    site.start_worker()
    site.start_relay()
    words = [str(number) for number in range(15)]

    for note in NOTES:
        write(site.notes, note, *words)

    eventually(lambda: texts(site.reader) == dict.fromkeys(NOTES, words), within=20)


def test_a_worker_finishes_its_message_and_ends_cleanly(site):
    def slowly(session, message):
        time.sleep(0.3)
        on_note_written(session, message)

    site.declare()
    worker = site.start_worker({NoteWritten: slowly})
    eventually(lambda: works(site))
    post(site, *(envelope(version=version).to_json() for version in (1, 2, 3)))
    time.sleep(0.15)

    assert stop(worker) == 0

    assert len(texts(site.reader)["n"]) < 3
    assert len(texts(site.reader)["n"]) + site.in_queues() == 3


def test_chores_are_done_again_and_again_even_if_one_fails(files):
    def note(word):
        return lambda session: session.execute(insert(ledger).values(note="chore", text=word))

    def fail(session):
        raise RuntimeError("this one never works")

    chores = (Chore("fails", 0.05, fail), Chore("works", 0.05, note("done")))
    files.start_worker(chores=chores)

    eventually(lambda: len(texts(files.reader).get("chore", [])) >= 3)


def test_a_type_that_only_others_handle_moves_the_fence(site):
    site.declare()
    site.start_worker()

    post(
        site,
        envelope(version=1, type="notes.note.erased.v1").to_json(),
        envelope(version=2, word="after").to_json(),
    )

    eventually(lambda: texts(site.reader) == {"n": ["after"]})
