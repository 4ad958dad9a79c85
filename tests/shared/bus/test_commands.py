"""The command line with which an operator looks at the bus and puts it right."""

import json

import pytest
from sqlalchemy import select, update

from shared import outbox
from shared.bus import commands
from shared.bus.connection import connect
from shared.bus.heartbeat import beat
from shared.bus.intake import Intake
from shared.bus.parking import dead_letter, fence
from shared.bus.topology import declare
from shared.database import writing
from tests.shared.bus.notes import HANDLERS, envelope, texts, write

WHY = ("--why", "the cause is mended")


class Desk:
    """Runs commands for the service `reader` and reads what they print."""

    def __init__(self, site, capsys) -> None:
        self.site = site
        self.sessions = writing(site.reader)
        self._capsys = capsys
        self._intake = Intake(self.sessions, HANDLERS, delays=())

    def run(self, *words, service="reader"):
        """The exit code, and the lines that were printed."""
        self._capsys.readouterr()  # What was logged before.
        databases = {"reader": self.site.reader_url, "notes": self.site.notes_url}
        code = commands.run(
            words,
            service=service,
            database_url=databases[service],
            bus_url=self.site.url,
            declare=self._declare,
        )
        return code, self._capsys.readouterr().out.splitlines()

    def _declare(self):
        with connect(self.site.url) as connection:
            declare(connection, "reader", HANDLERS)

    def take(self, *envelopes):
        for each in envelopes:
            self._intake.take(each.to_json())
        self.go_on()

    def take_raw(self, body):
        self._intake.take(body)

    def go_on(self):
        while self._intake.retry_due():
            pass


@pytest.fixture
def desk(files, capsys):
    return Desk(files, capsys)


def poisoned(note="n", version=1):
    return envelope(note, version, "poison")


def test_status_shows_processes_and_what_waits(desk):
    with desk.sessions.begin() as session:
        beat(session, "worker")
        beat(session, "relay", connected=False)
    desk.take(poisoned(), envelope(version=2))

    code, lines = desk.run("status")

    assert code == 0
    assert [line.split()[0] for line in lines[1:3]] == ["relay", "worker"]
    assert lines[1].endswith("no")
    assert lines[2].endswith("yes")
    found = [line.split() for line in lines]
    assert ["dead", "1"] in found
    assert ["parked", "1"] in found


def test_status_shows_the_queues_once_they_are_declared(desk):
    _, before = desk.run("status")
    desk.run("declare")

    _, after = desk.run("status")

    assert any("not declared yet" in line for line in before)
    assert any(line.split() == ["in", "queue", "reader.v1.dead", "0"] for line in after)


def test_dead_letters_are_listed_with_their_error(desk):
    desk.take(poisoned("a"), poisoned("b"))

    _, lines = desk.run("dead", "list")

    assert [line.split()[3] for line in lines[1:3]] == ["note/a", "note/b"]
    assert lines[1].endswith("Poison: a")


def test_a_dead_letter_is_shown_whole(desk):
    desk.take(poisoned())

    _, lines = desk.run("dead", "show", "1")

    assert "Traceback (most recent call last):" in lines
    assert json.loads(lines[-1])["data"] == {"note": "n", "text": "poison"}


def test_all_dead_letters_are_replayed(desk):
    desk.take(poisoned("a"), poisoned("b"))

    code, lines = desk.run("dead", "replay", "all", *WHY)

    assert (code, lines) == (0, ["2 will be tried again."])
    assert len(desk.run("dead", "list")[1]) == 2


def test_one_dead_letter_is_dropped_and_its_subject_goes_on(desk):
    desk.take(poisoned(), envelope(version=2, word="after"))

    code, _ = desk.run("dead", "drop", "1", *WHY)
    desk.go_on()

    assert code == 0
    assert texts(desk.site.reader) == {"n": ["after"]}
    with desk.sessions() as session:
        assert session.scalar(select(dead_letter.c.settled_why)) == WHY[1]


def test_a_dead_letter_that_is_not_there_is_said_so(desk):
    assert desk.run("dead", "drop", "7", *WHY) == (1, ["There is no open dead letter 7."])


def test_an_unreadable_dead_letter_can_not_be_replayed(desk):
    desk.take_raw("nonsense")

    code, lines = desk.run("dead", "replay", "1", *WHY)

    assert code == 1
    assert "can't be read" in lines[0]


def test_parked_messages_are_shown_with_what_they_wait_for(desk):
    desk.take(envelope(version=2))

    _, lines = desk.run("parked")

    assert lines[1].split() == [
        "/notes",
        "note/n",
        "2",
        "notes.note.written.v1",
        "gap",
        "0",
        "None",
    ]


def test_a_gap_is_skipped(desk):
    desk.take(envelope(version=5, word="five"))

    code, lines = desk.run("parked", "--skip", "note/n", "--owner", "notes")
    desk.go_on()

    assert (code, lines) == (0, ["note/n goes on with version 5."])
    assert texts(desk.site.reader) == {"n": ["five"]}


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (["--name", "notes.note.written.v1"], 3),
        (["--subject", "note/a"], 2),
        (["--since", "2020-01-01"], 3),
        (["--since", "2999-01-01T00:00:00Z"], 0),
        (["--subject", "note/a", "--name", "notes.note.erased.v1"], 0),
    ],
    ids=str,
)
def test_what_was_published_is_sent_again(desk, words, count):
    write(desk.site.notes, "a", "1", "2")
    write(desk.site.notes, "b", "1")
    with writing(desk.site.notes).begin() as session:
        outbox.mark_sent(session, [1, 2, 3], unroutable=[])

    _, lines = desk.run("outbox", "replay", *words, service="notes")

    assert lines == [f"{count} will be sent again."]


def test_replaying_everything_has_to_be_meant(desk):
    code, lines = desk.run("outbox", "replay", service="notes")

    assert (code, lines) == (1, ["Say what: --name, --subject or --since."])


def against_notes(desk):
    return desk.run("verify", "--against", f"notes={desk.site.notes_url}")


def handle_all(desk):
    with writing(desk.site.notes)() as session:
        for body in session.scalars(select(outbox.outbox.c.body).order_by(outbox.outbox.c.id)):
            desk.take_raw(body)


def test_verify_says_so_when_all_is_well(desk):
    write(desk.site.notes, "a", "1", "2")
    handle_all(desk)

    assert against_notes(desk) == (0, ["All is well."])


def test_verify_finds_a_lost_message(desk):
    write(desk.site.notes, "a", "1")
    handle_all(desk)
    write(desk.site.notes, "a", "2")
    write(desk.site.notes, "b", "1")

    code, lines = against_notes(desk)

    assert code == 1
    assert set(lines) == {
        "notes: note/a: handled up to 1 of 2",
        "notes: note/b: handled up to 0 of 1",
    }


def test_verify_finds_an_effect_that_nobody_published(desk):
    write(desk.site.notes, "a", "1")
    handle_all(desk)
    desk.take(envelope("phantom"))
    with desk.sessions.begin() as session:
        session.execute(update(fence).where(fence.c.subject == "note/a").values(version=2))

    _, lines = against_notes(desk)

    assert set(lines) == {
        "notes: note/a: handled 2, but only 1 were published",
        "notes: note/phantom: handled, but notes never published it",
    }


def test_verify_finds_what_waits_and_what_is_missing_in_the_outbox(desk):
    write(desk.site.notes, "a", "1", "2", "3")
    with writing(desk.site.notes).begin() as session:
        session.execute(outbox.outbox.delete().where(outbox.outbox.c.subject_version == 2))

    code, lines = desk.run("verify", service="notes")

    assert code == 1
    assert set(lines) == {"2 unsent", "note/a: a version is missing in the outbox"}


def test_the_help_names_every_command(desk, capsys):
    with pytest.raises(SystemExit) as ended:
        desk.run("--help")

    printed = capsys.readouterr().out
    assert ended.value.code == 0
    for command in ("status", "declare", "dead", "parked", "outbox", "verify"):
        assert command in printed
