"""The whole way, from a commit in one service to its effect in another."""

import random
import time

from sqlalchemy import update

from shared.bus.connection import connect
from shared.bus.letters import Letter
from shared.bus.publisher import publisher
from shared.bus.verify import findings_between, own_findings
from shared.clock import now
from shared.database import writing
from shared.ids import new_id
from shared.outbox import outbox, resend
from tests.shared.bus.conftest import kill
from tests.shared.bus.notes import envelope, texts, write
from tests.system.waiting import eventually

NOTES = "abcd"
NOTHING = {"unsent": 0, "unroutable": 0, "parked": 0, "dead": 0}


def at_rest(site):
    """Whether everything that was published is handled."""
    with writing(site.notes)() as notes, writing(site.reader)() as reader:
        return not [*own_findings(notes), *findings_between(reader, "notes", notes)]


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
    assert site.waiting() == NOTHING


def test_what_the_broker_gave_up_delivering_is_handled_after_all(site):
    site.declare()
    letter = Letter(new_id(), f"{site.prefix}reader.v1", envelope().to_json())
    with connect(site.url) as connection:
        publisher(connection, f"{site.prefix}events.dead").send([letter])

    site.start_worker()

    eventually(lambda: texts(site.reader) == {"n": ["hello"]})
    eventually(lambda: site.waiting() == NOTHING)


def test_messages_in_the_wrong_order_are_put_right(site):
    site.declare()
    bodies = [envelope(version=version, word=str(version)).to_json() for version in range(1, 21)]
    random.shuffle(bodies)
    site.start_worker()

    site.post(*bodies)

    eventually(lambda: texts(site.reader) == {"n": [str(number) for number in range(1, 21)]})


def test_every_message_twice_has_one_effect_each(site):
    site.declare()
    site.start_worker()
    bodies = [envelope(version=version, word=str(version)).to_json() for version in range(1, 11)]

    site.post(*bodies, *bodies, envelope("end").to_json())

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

    eventually(lambda: site.waiting()["dead"] == 1)

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


def test_a_type_that_only_others_handle_moves_the_fence(site):
    site.declare()
    site.start_worker()

    site.post(
        envelope(version=1, type="notes.note.erased.v1").to_json(),
        envelope(version=2, word="after").to_json(),
    )

    eventually(lambda: texts(site.reader) == {"n": ["after"]})
