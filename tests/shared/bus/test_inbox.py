"""The inbox: one effect for each message, in the order of its subject."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from shared import inbox, outbox
from shared.bus.parking import fence, parked
from shared.clock import now
from shared.context import Context, context_of
from shared.inbox import Outcome, purge, receive, set_aside
from tests.shared.bus.notes import (
    HANDLERS,
    NoteErased,
    NoteWritten,
    Poison,
    envelope,
    on_note_written,
    texts,
)


def take(sessions, *envelopes, handlers=HANDLERS):
    """Receive each in a transaction of its own; what became of them."""
    outcomes = []
    for each in envelopes:
        with sessions.begin() as session:
            outcomes.append(receive(session, each, handlers))
    return outcomes


def count(sessions, table):
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(table))


def effects(sessions):
    return texts(sessions.kw["bind"])


def test_a_message_that_comes_twice_has_one_effect(sessions):
    message = envelope()

    assert take(sessions, message, message) == [Outcome.APPLIED, Outcome.DUPLICATE]
    assert effects(sessions) == {"n": ["hello"]}


@pytest.mark.parametrize("before", [0, 1])
def test_a_message_in_its_turn_takes_two_statements_beside_its_handler(sessions, before):
    handlers = {NoteWritten: lambda session, message: None}
    take(sessions, *(envelope(version=n + 1) for n in range(before)), handlers=handlers)
    statements = []
    engine = sessions.kw["bind"]
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))

    take(sessions, envelope(version=before + 1), handlers=handlers)

    assert len([each for each in statements if not each.startswith("BEGIN")]) == 2


def test_a_first_message_that_comes_again_after_its_mark_was_forgotten_has_no_effect(sessions):
    message = envelope()
    take(sessions, message)
    with sessions.begin() as session:
        purge(session, before=now() + timedelta(days=1))

    assert take(sessions, message) == [Outcome.DUPLICATE]
    assert effects(sessions) == {"n": ["hello"]}


def test_two_workers_that_race_on_a_message_make_one_effect(sessions):
    message = envelope()

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda _: take(sessions, message)[0], range(8)))

    assert outcomes.count(Outcome.APPLIED) == 1
    assert effects(sessions) == {"n": ["hello"]}


def test_two_workers_that_race_on_a_subject_keep_its_order(sessions):
    messages = [envelope(version=version, word=str(version)) for version in range(1, 9)]

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda message: take(sessions, message), messages))

    applied = effects(sessions)["n"]
    assert applied == [str(version) for version in range(1, len(applied) + 1)]
    assert len(applied) + count(sessions, parked) == 8


def test_effect_mark_and_announcement_fall_with_the_handler(sessions):
    def announce_and_fail(session, message):
        on_note_written(session, message)
        outbox.publish(session, NoteErased(note="n"), subject_id="n")
        raise Poison

    with pytest.raises(Poison):
        take(sessions, envelope(), handlers={NoteWritten: announce_and_fail})

    for table in (inbox.inbox, outbox.outbox, fence):
        assert count(sessions, table) == 0
    assert effects(sessions) == {}


def test_a_handler_acts_as_the_one_who_caused_the_message(sessions):
    seen = []
    message = envelope()

    take(sessions, message, handlers={NoteWritten: lambda s, _: seen.append(context_of(s))})

    assert seen == [Context("user/anna", cause=message.id, correlation="request-1")]


def test_a_message_behind_a_gap_is_parked(sessions):
    first, third = envelope(version=1, word="1"), envelope(version=3, word="3")

    assert take(sessions, first, third, third) == [
        Outcome.APPLIED,
        Outcome.PARKED,
        Outcome.DUPLICATE,
    ]
    assert effects(sessions) == {"n": ["1"]}


def test_the_message_that_fills_a_gap_frees_the_next_one(sessions):
    take(sessions, envelope(version=1), envelope(version=3))

    assert take(sessions, envelope(version=2)) == [Outcome.FREED]

    with sessions() as session:
        assert session.scalar(select(parked.c.next_at)) <= now()


def test_a_gap_holds_up_only_its_own_subject(sessions):
    take(sessions, envelope("a", version=2), envelope("b", version=1))

    assert effects(sessions) == {"b": ["hello"]}


def test_subjects_of_the_same_name_from_two_services_do_not_mix(sessions):
    ours, theirs = envelope(), envelope(source="/others")

    assert take(sessions, ours, theirs) == [Outcome.APPLIED, Outcome.APPLIED]


def test_a_type_that_nobody_handles_moves_the_fence(sessions):
    erased = envelope(version=1, type="notes.note.erased.v1")

    assert take(sessions, erased, envelope(version=2)) == [Outcome.APPLIED, Outcome.APPLIED]
    assert effects(sessions) == {"n": ["hello"]}


def test_a_field_that_a_newer_sender_added_is_ignored(sessions):
    newer = envelope(data={"note": "n", "text": "hello", "colour": "red"})

    assert take(sessions, newer) == [Outcome.APPLIED]


def test_a_purged_message_is_still_known_by_its_fence(sessions):
    message = envelope()
    take(sessions, message)
    with sessions.begin() as session:
        assert purge(session, before=now() + timedelta(seconds=1)) == 1

    assert take(sessions, message) == [Outcome.DUPLICATE]


def test_a_message_set_aside_is_due_and_not_yet_handled(sessions):
    with sessions.begin() as session:
        assert set_aside(session, envelope()) is Outcome.PARKED

    assert effects(sessions) == {}
    with sessions() as session:
        assert session.scalar(select(parked.c.next_at)) <= now()
