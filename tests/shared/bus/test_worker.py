"""How workers end and live on: killed, cut off, told to stop, side by side."""

import os
import signal
import time

import pytest
from sqlalchemy import insert, select, text

from shared.bus.chores import Chore
from shared.bus.heartbeat import alive
from shared.bus.parking import dead_letter
from shared.database import writing
from tests.shared.bus.conftest import stop
from tests.shared.bus.notes import NoteWritten, envelope, ledger, on_note_written, texts, write
from tests.shared.bus.proxy import Proxy
from tests.system.waiting import eventually

NOTES = "abcd"


def works(site):
    with writing(site.reader)() as session:
        return alive(session, "worker")


def test_a_worker_killed_in_its_handler_has_done_nothing_and_does_it_again(site, tmp_path):
    died = tmp_path / "died"

    def die_once(session, message):
        on_note_written(session, message)
        if not died.exists():
            died.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    site.declare()
    site.post(envelope(word="a").to_json())
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
    site.post(
        envelope("a", 1, "fatal").to_json(),
        *(envelope("b", version, str(version)).to_json() for version in range(1, 6)),
        envelope("a", 2, "after").to_json(),
    )

    def dead_letters():
        if not site.processes or not site.processes[-1].is_alive():
            site.start_worker({NoteWritten: die})
        return site.waiting()["dead"]

    eventually(dead_letters, within=15)
    eventually(lambda: texts(site.reader) == {"b": ["1", "2", "3", "4", "5"]})

    with writing(site.reader)() as session:
        assert session.execute(select(dead_letter.c.subject)).all() == [("note/a",)]
    eventually(lambda: site.waiting()["parked"] == 1)


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
    site.post(*(envelope(version=version).to_json() for version in (1, 2, 3)))
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
