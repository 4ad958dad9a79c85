"""What happens to stuck work at the same moment: two operators, or an operator and a worker."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from shared.bus import retries
from shared.bus.parking import dead_letter, parked
from shared.errors import Refused
from shared.inbox import Outcome
from shared.stuck import actions
from tests.shared.bus.notes import HANDLERS
from tests.stuck.deciding import ids, settle, stuck
from tests.stuck.reader import Reader


@pytest.fixture
def reader(sessions):
    return Reader(sessions)


def attempt(reader, how, stuck_id):
    try:
        return settle(reader, how, stuck_id).stuck.state
    except Refused:
        return "refused"


@pytest.mark.parametrize("kind", ["dead", "retry"])
@pytest.mark.parametrize(
    "two", [(actions.replay, actions.replay), (actions.replay, actions.drop)], ids=["same", "other"]
)
def test_of_two_operators_at_once_one_decides(reader, two, kind):
    reader.unbearable = {"1"}
    reader.take("1", "2", tries=1 if kind == "dead" else 2)
    (stuck_id,) = ids(reader, kind)
    reader.unbearable = set()

    with ThreadPoolExecutor(4) as pool:
        tries = [pool.submit(attempt, reader, how, stuck_id) for how in two * 2]
        outcomes = [each.result() for each in tries]
    reader.go_on()

    decided = [outcome for outcome in outcomes if outcome != "refused"]
    assert 1 <= len(decided) <= (1 if kind == "dead" else len(set(two)))
    assert len(set(decided)) == len(decided)  # What was replayed may be dropped until it is tried.
    assert reader.effects == (["2"] if "dropped" in decided else ["1", "2"])
    with reader.sessions() as session:
        assert session.execute(select(parked)).all() == []
        states = session.scalars(select(dead_letter.c.state)).all()
    assert sorted(states) == sorted(decided)


def test_what_is_taken_from_a_worker_in_the_middle_of_a_try_is_not_buried_again(reader):
    reader.unbearable = {"1"}
    reader.take("1", tries=2)
    reader.pass_time()
    with reader.sessions.begin() as session:
        claimed = retries.claim_due(session)

    settle(reader, actions.drop, reader.ids["1"])
    with reader.sessions.begin() as session:
        retries.fail_again(session, claimed, RuntimeError("it failed"), delays=())

    assert stuck(reader) == []


def test_a_worker_never_takes_another_message_for_the_one_that_it_had(reader):
    """SQLite gives the number of a parked message that is gone to the next one."""
    reader.unbearable = {"1", "other"}
    reader.take("1", tries=2)
    reader.pass_time()
    with reader.sessions.begin() as session:
        claimed = retries.claim_due(session)
    settle(reader, actions.drop, reader.ids["1"])
    reader.take("other", note="o", tries=2)

    with reader.sessions.begin() as session:
        retries.fail_again(session, claimed, RuntimeError("it failed"), delays=())
        assert retries.retry(session, claimed, HANDLERS) is Outcome.DUPLICATE

    (row,) = stuck(reader)
    assert (row.id, row.state) == (reader.ids["other"], "retry")
    assert row.error.strip().endswith("can't bear other")
