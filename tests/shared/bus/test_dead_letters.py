"""What an operator can do with dead letters and gaps."""

import pytest
from sqlalchemy import select, update

from shared.bus.dead_letters import drop, find, open_ones, replay, skip_gap
from shared.bus.intake import Intake
from shared.bus.parking import dead_letter
from shared.errors import Missing, Refused
from shared.inbox import Outcome
from tests.shared.bus.notes import NoteWritten, envelope, on_note_written, texts


class Reader:
    """Handles notes; those whose text is in `unbearable` fail, at once for good."""

    def __init__(self, sessions) -> None:
        self.unbearable = {"2"}
        self.sessions = sessions
        self._intake = Intake(sessions, {NoteWritten: self._on_note_written}, delays=())

    def take(self, *words):
        for version, word in enumerate(words, 1):
            self._intake.take(envelope(version=version, word=word).to_json())
        self.go_on()

    def go_on(self):
        while self._intake.retry_due():
            pass

    def take_raw(self, body):
        return self._intake.take(body)

    def effects(self):
        return texts(self.sessions.kw["bind"]).get("n", [])

    def dead(self):
        with self.sessions() as session:
            return [row.id for row in open_ones(session)]

    def _on_note_written(self, session, message):
        on_note_written(session, message)
        if message.text in self.unbearable:
            raise RuntimeError(message.text)


@pytest.fixture
def reader(sessions):
    return Reader(sessions)


def settle(reader, how, *arguments):
    with reader.sessions.begin() as session:
        how(session, *arguments)


def test_a_dead_letter_holds_up_only_what_follows_it(reader):
    reader.take("1", "2", "3")

    assert reader.effects() == ["1"]
    assert len(reader.dead()) == 1


def test_a_replayed_dead_letter_has_its_effect_and_the_others_follow(reader):
    reader.take("1", "2", "3")
    reader.unbearable.clear()

    settle(reader, replay, reader.dead()[0], "anna", "it is mended")
    reader.go_on()

    assert reader.effects() == ["1", "2", "3"]
    assert reader.dead() == []


def test_a_replayed_dead_letter_that_fails_again_is_one_again(reader):
    reader.take("1", "2", "3")
    (number,) = reader.dead()

    settle(reader, replay, number, "anna", "it is mended")
    reader.go_on()

    assert reader.effects() == ["1"]
    assert reader.dead() != [number]
    assert len(reader.dead()) == 1


def test_a_dropped_dead_letter_has_no_effect_and_the_others_follow(reader):
    reader.take("1", "2", "3")

    settle(reader, drop, reader.dead()[0], "anna", "it is mended")
    reader.go_on()

    assert reader.effects() == ["1", "3"]
    assert reader.dead() == []


def test_who_settled_a_dead_letter_stays_known(reader):
    reader.take("1", "2")

    settle(reader, drop, reader.dead()[0], "anna", "it is mended")

    with reader.sessions() as session:
        row = session.execute(select(dead_letter)).one()
    assert (row.state, row.settled_by, row.settled_why) == ("dropped", "anna", "it is mended")
    assert row.settled_at >= row.died_at


@pytest.mark.parametrize("how", [replay, drop])
def test_a_dead_letter_is_settled_once(reader, how):
    reader.take("1", "2")
    (number,) = reader.dead()
    settle(reader, drop, number, "anna", "it is mended")

    with pytest.raises(Missing):
        settle(reader, how, number, "anna", "it is mended")


def test_what_can_not_be_read_can_not_be_replayed(reader):
    reader.take_raw("nonsense")
    (number,) = reader.dead()

    with pytest.raises(Refused, match="no JSON"):
        settle(reader, replay, number, "anna", "it is mended")

    settle(reader, drop, number, "anna", "it is mended")
    assert reader.dead() == []


def test_what_can_be_read_by_now_is_replayed_in_its_place(reader):
    """A repaired body may be ahead of its turn; it waits like any other."""
    reader.take_raw("nonsense")
    with reader.sessions.begin() as session:
        session.execute(update(dead_letter).values(body=envelope(version=2, word="b").to_json()))

    settle(reader, replay, reader.dead()[0], "anna", "it is mended")
    reader.go_on()
    assert reader.effects() == []
    reader.take("a")

    assert reader.effects() == ["a", "b"]


def test_a_gap_that_nobody_fills_can_be_skipped(reader):
    reader.take_raw(envelope(version=7, word="7").to_json())
    reader.take_raw(envelope(version=8, word="8").to_json())

    with reader.sessions.begin() as session:
        assert skip_gap(session, "/notes", "note/n") == 7
    reader.go_on()

    assert reader.effects() == ["7", "8"]


def test_a_message_that_was_skipped_and_comes_after_all_is_dropped(reader):
    reader.take_raw(envelope(version=2).to_json())
    settle(reader, skip_gap, "/notes", "note/n")

    assert reader.take_raw(envelope(version=1).to_json()) is Outcome.DUPLICATE


def test_a_dead_letter_is_no_gap_to_skip(reader):
    reader.take("1", "2", "3")

    with pytest.raises(Refused, match="dead letter"):
        settle(reader, skip_gap, "/notes", "note/n")


def test_where_nothing_is_parked_there_is_nothing_to_skip(reader):
    with pytest.raises(Missing):
        settle(reader, skip_gap, "/notes", "note/n")


def test_a_dead_letter_shows_its_body_and_why_it_died(reader):
    reader.take("1", "2")

    with reader.sessions() as session:
        row = find(session, reader.dead()[0])

    assert '"text":"2"' in row.body
    assert row.error.strip().endswith("RuntimeError: 2")
