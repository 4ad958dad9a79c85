"""Messages that never came are asked for, and sent again by their owner."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from shared import outbox
from shared.bus.gaps import ASK_AGAIN, PATIENCE, ask_for_missing, on_gap_noticed
from shared.bus.intake import Intake
from shared.bus.parking import fence, parked
from shared.clock import now
from shared.contracts.bus import GapNoticed
from shared.database import writing
from tests.shared.bus.notes import HANDLERS, envelope, write


@pytest.fixture
def intake(sessions):
    return Intake(sessions, HANDLERS, delays=())


def wait_out(sessions, patience=PATIENCE):
    """Let so much time have passed for all that is parked, and since its owner was asked."""
    past = now() - patience - timedelta(seconds=0.1)
    with sessions.begin() as session:
        session.execute(update(parked).values(parked_at=past))
        session.execute(update(fence).where(fence.c.asked_at.is_not(None)).values(asked_at=past))


def ask(sessions):
    with sessions.begin() as session:
        return ask_for_missing(session)


def notices(sessions):
    with sessions() as session:
        bodies = session.scalars(select(outbox.outbox.c.body).order_by(outbox.outbox.c.id))
        return [json.loads(body)["data"] for body in bodies]


def test_the_owner_of_a_subject_is_told_what_is_missing(intake, sessions):
    intake.take(envelope(version=1).to_json())
    intake.take(envelope(version=3).to_json())
    wait_out(sessions)

    assert ask(sessions) == 1

    assert notices(sessions) == [{"owner": "notes", "subject": "note/n", "after": 1}]


def test_a_message_that_may_still_come_is_not_asked_for(intake, sessions):
    intake.take(envelope(version=2).to_json())

    assert ask(sessions) == 0


def test_the_owner_is_asked_again_only_after_a_while(intake, sessions):
    intake.take(envelope(version=2).to_json())
    wait_out(sessions)

    assert [ask(sessions), ask(sessions)] == [1, 0]
    wait_out(sessions, ASK_AGAIN)
    assert ask(sessions) == 1


def test_what_waits_behind_a_failed_message_misses_nothing(sessions):
    intake = Intake(sessions, HANDLERS, delays=(60,))
    intake.take(envelope(version=1, word="poison").to_json())
    intake.take(envelope(version=2).to_json())
    wait_out(sessions)

    assert ask(sessions) == 0


def test_what_waits_behind_a_dead_letter_misses_nothing(intake, sessions):
    intake.take(envelope(version=1, data={"note": "n"}).to_json())
    intake.take(envelope(version=2).to_json())
    wait_out(sessions)

    assert ask(sessions) == 0


def test_each_notice_is_a_subject_of_its_own(intake, sessions):
    """So a notice waits for none before it, from whichever service they come."""
    for note in ("a", "b"):
        intake.take(envelope(note, version=2).to_json())
    wait_out(sessions)
    ask(sessions)

    with sessions() as session:
        rows = session.execute(select(outbox.outbox)).all()

    assert [row.subject_version for row in rows] == [1, 1]
    assert len({row.subject for row in rows}) == 2


def test_the_owner_sends_the_subject_again_from_there_on(engine):
    write(engine, "a", *"123")
    write(engine, "b", "1")
    with writing(engine).begin() as session:
        outbox.mark_sent(session, [1, 2, 3, 4], unroutable=[])

    with writing(engine).begin() as session:
        on_gap_noticed(session, GapNoticed(owner="notes", subject="note/a", after=1))

    with writing(engine)() as session:
        assert [row.id for row in outbox.unsent(session, limit=10)] == [2, 3]


def test_a_service_that_does_not_own_the_subject_sends_nothing(engine):
    write(engine, "a", "1")
    with writing(engine).begin() as session:
        outbox.mark_sent(session, [1], unroutable=[])

    with writing(engine).begin() as session:
        on_gap_noticed(session, GapNoticed(owner="others", subject="note/a", after=0))

    with writing(engine)() as session:
        assert outbox.unsent(session, limit=10) == []
