"""What becomes of messages whose handler fails."""

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import OperationalError

from shared.bus.intake import Intake
from shared.bus.metrics import counts
from shared.bus.parking import dead_letter, parked
from shared.bus.retries import claim_due
from shared.clock import now
from shared.inbox import Outcome
from tests.shared.bus.conftest import DELAYS
from tests.shared.bus.notes import HANDLERS, NoteWritten, envelope, on_note_written, texts


@pytest.fixture
def intake(sessions):
    return Intake(sessions, HANDLERS, DELAYS)


def pass_time(sessions):
    """Let the next try of all that is parked be due."""
    with sessions.begin() as session:
        session.execute(update(parked).where(parked.c.next_at.is_not(None)).values(next_at=now()))


def run_out_of_tries(intake, sessions):
    while True:
        pass_time(sessions)
        if not intake.retry_due():
            return


def effects(sessions):
    return texts(sessions.kw["bind"])


def waiting(sessions):
    with sessions() as session:
        return counts(session)


def only(sessions, table):
    with sessions() as session:
        return session.execute(select(table)).one()


def test_a_failed_message_leaves_no_effect_and_waits_for_its_next_try(intake, sessions):
    before = now()

    outcome = intake.take(envelope(word="poison").to_json())

    assert outcome is Outcome.PARKED
    assert effects(sessions) == {}
    row = only(sessions, parked)
    assert (row.reason, row.attempts) == ("retry", 1)
    assert row.next_at > before
    assert "Poison: n" in row.error


def test_it_is_not_tried_before_its_time(sessions):
    intake = Intake(sessions, HANDLERS, (60.0,))
    intake.take(envelope(word="poison").to_json())

    assert not intake.retry_due()


def test_a_message_that_fails_once_has_its_effect_on_the_next_try(sessions):
    tries = []

    def fail_once(session, message):
        tries.append(message)
        on_note_written(session, message)
        if len(tries) == 1:
            raise RuntimeError("not yet")

    intake = Intake(sessions, {NoteWritten: fail_once}, DELAYS)
    intake.take(envelope().to_json())

    run_out_of_tries(intake, sessions)

    assert effects(sessions) == {"n": ["hello"]}
    assert waiting(sessions)["parked"] == 0


def test_a_message_that_fails_each_time_becomes_a_dead_letter(intake, sessions):
    intake.take(envelope(word="poison").to_json())

    run_out_of_tries(intake, sessions)

    row = only(sessions, dead_letter)
    assert (row.state, row.subject, row.version) == ("open", "note/n", 1)
    assert row.attempts == len(DELAYS) + 1
    assert "Poison: n" in row.error
    assert waiting(sessions)["parked"] == 0


def test_a_failed_message_holds_up_only_its_own_subject_and_in_order(sessions):
    sick = {"a"}

    def fail_while_sick(session, message):
        on_note_written(session, message)
        if message.note in sick:
            raise RuntimeError(message.note)

    intake = Intake(sessions, {NoteWritten: fail_while_sick}, DELAYS)
    for version in (1, 2, 3):
        intake.take(envelope("a", version, str(version)).to_json())
        intake.take(envelope("b", version, str(version)).to_json())
    assert effects(sessions) == {"b": ["1", "2", "3"]}

    sick.clear()
    run_out_of_tries(intake, sessions)

    assert effects(sessions)["a"] == ["1", "2", "3"]


def test_a_duplicate_of_a_parked_message_changes_nothing(intake, sessions):
    message = envelope(word="poison").to_json()
    intake.take(message)

    assert intake.take(message) is Outcome.DUPLICATE
    assert only(sessions, parked).attempts == 1


def test_a_duplicate_of_a_dead_letter_changes_nothing(intake, sessions):
    message = envelope(word="poison").to_json()
    intake.take(message)
    run_out_of_tries(intake, sessions)

    assert intake.take(message) is Outcome.DUPLICATE
    assert waiting(sessions) == {"unsent": 0, "unroutable": 0, "parked": 0, "dead": 1}


@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe", "", "not json", "[]", '{"specversion":"1.0"}', '{"nul":"\0"}', "a\0b"],
    ids=repr,
)
def test_what_can_not_be_read_is_a_dead_letter_at_once(intake, sessions, body):
    assert intake.take(body) is Outcome.BURIED

    row = only(sessions, dead_letter)
    assert (row.subject, row.attempts) == (None, 1)


def test_a_message_that_lacks_a_field_is_a_dead_letter_at_once(intake, sessions):
    intake.take(envelope(data={"note": "n"}).to_json())

    row = only(sessions, dead_letter)
    assert row.subject == "note/n"
    assert "text" in row.error


def test_a_message_that_came_before_is_counted_before_it_is_tried(intake, sessions):
    """Only so is a message found that kills the worker each time."""
    intake.take_carefully(envelope().to_json())

    for tries in range(1, len(DELAYS) + 2):
        with sessions.begin() as session:
            assert claim_due(session, DELAYS).attempts == tries
        pass_time(sessions)  # And here the worker dies.
    with sessions.begin() as session:
        assert claim_due(session, DELAYS) is None

    assert "The worker died" in only(sessions, dead_letter).error


def test_a_message_that_came_before_is_handled_in_its_order(intake, sessions):
    for version in (2, 1):
        intake.take_carefully(envelope(version=version, word=str(version)).to_json())

    run_out_of_tries(intake, sessions)

    assert effects(sessions) == {"n": ["1", "2"]}


def test_the_pauses_between_tries_grow(sessions):
    intake = Intake(sessions, HANDLERS, delays=(100, 1000))
    pauses = []

    intake.take(envelope(word="poison").to_json())
    pauses.append(only(sessions, parked).next_at - now())
    pass_time(sessions)
    intake.retry_due()
    pauses.append(only(sessions, parked).next_at - now())

    first, second = (pause.total_seconds() for pause in pauses)
    assert 90 < first <= 120
    assert 990 < second <= 1200


def test_a_lost_database_is_no_failure_of_the_message(sessions):
    def lose_the_database(session, message):
        raise OperationalError("SELECT 1", {}, Exception("gone"), connection_invalidated=True)

    intake = Intake(sessions, {NoteWritten: lose_the_database}, DELAYS)

    with pytest.raises(OperationalError):
        intake.take(envelope().to_json())

    assert waiting(sessions)["parked"] == 0


def test_a_retry_that_another_worker_settled_is_left_alone(intake, sessions):
    intake.take(envelope(word="poison").to_json())
    pass_time(sessions)
    with sessions.begin() as session:
        session.execute(delete(parked))

    assert not intake.retry_due()
