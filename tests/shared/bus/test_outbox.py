"""The outbox: what is published, in which order, and again."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from shared import outbox
from shared.bus.doorbell import Doorbell, folder_beside
from shared.clock import now
from shared.context import Context, act_as
from shared.database import engine_for, reading, writing
from shared.outbox import publish, purge, resend, unsent
from tests.shared.bus.notes import NoteErased, NoteWritten, make_empty, write

WRITTEN = NoteWritten(note="n", text="hello")


def rows(engine):
    with reading(engine)() as session:
        return session.execute(select(outbox.outbox).order_by(outbox.outbox.c.id)).all()


def waiting(engine):
    with reading(engine)() as session:
        return [row.id for row in unsent(session, limit=100)]


def mark_all_sent(engine):
    with writing(engine).begin() as session:
        outbox.mark_sent(session, waiting(engine), unroutable=[])


def test_the_messages_of_a_subject_are_numbered_in_their_order(engine):
    write(engine, "a", "1", "2")
    write(engine, "b", "1")
    write(engine, "a", "3")

    assert [(row.subject, row.subject_version) for row in rows(engine)] == [
        ("note/a", 1),
        ("note/a", 2),
        ("note/b", 1),
        ("note/a", 3),
    ]


def test_what_is_rolled_back_is_not_published_and_leaves_no_gap(engine):
    with writing(engine)() as session:
        publish(session, WRITTEN, subject_id="n")
        session.rollback()

    write(engine, "n", "hello")

    assert [row.subject_version for row in rows(engine)] == [1]


def test_writers_at_once_get_versions_in_the_order_of_ids(engine):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: write(engine, "n", str(number)), range(24)))

    assert [row.subject_version for row in rows(engine)] == list(range(1, 25))


def test_the_envelope_is_a_cloud_event_that_says_who_and_why(engine):
    with writing(engine).begin() as session:
        act_as(session, Context("user/anna", cause="request-2", correlation="request-1"))
        message_id = publish(session, WRITTEN, subject_id="n")

    envelope = json.loads(rows(engine)[0].body)

    assert envelope.pop("time").endswith("Z")
    assert envelope == {
        "specversion": "1.0",
        "id": message_id,
        "source": "/notes",
        "type": "notes.note.written.v1",
        "subject": "note/n",
        "subjectversion": 1,
        "datacontenttype": "application/json",
        "actor": "user/anna",
        "correlationid": "request-1",
        "causationid": "request-2",
        "data": {"note": "n", "text": "hello"},
    }


def test_a_message_without_a_cause_begins_a_chain_of_its_own(engine):
    with writing(engine).begin() as session:
        message_id = publish(session, WRITTEN, subject_id="n", message_id="m-1")

    envelope = json.loads(rows(engine)[0].body)

    assert message_id == envelope["id"] == envelope["correlationid"] == "m-1"
    assert "causationid" not in envelope


def test_the_oldest_unsent_messages_come_first(engine):
    write(engine, "n", *"abc")
    with writing(engine).begin() as session:
        outbox.mark_sent(session, [2], unroutable=[])

    assert waiting(engine) == [1, 3]


def test_a_refused_message_waits_and_says_how_often(engine):
    write(engine, "n", "a")
    with writing(engine).begin() as session:
        outbox.mark_refused(session, [1], "full")

    (row,) = rows(engine)

    assert (row.sent_at, row.attempts, row.last_error) == (None, 1, "full")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"name": "notes.note.erased.v1"}, [3]),
        ({"subject": "note/a"}, [1, 3]),
        ({"subject": "note/a", "after": 1}, [3]),
        ({"owner": "notes"}, [1, 2, 3]),
        ({"owner": "note"}, []),
        pytest.param({"since": now() + timedelta(hours=1)}, [], id="since later"),
        pytest.param({"since": now() - timedelta(hours=1)}, [1, 2, 3], id="since earlier"),
    ],
    ids=str,
)
def test_what_was_sent_is_sent_again_where_it_fits(engine, condition, expected):
    write(engine, "a", "1")
    write(engine, "b", "1")
    with writing(engine).begin() as session:
        publish(session, NoteErased(note="a"), subject_id="a")
    mark_all_sent(engine)

    with writing(engine).begin() as session:
        count = resend(session, **condition)

    assert waiting(engine) == expected
    assert count == len(expected)


def test_old_messages_are_purged_in_slices_and_unsent_ones_never(engine):
    write(engine, "n", *"abcde")
    mark_all_sent(engine)
    long_ago = now() - timedelta(days=31)
    with writing(engine).begin() as session:
        session.execute(update(outbox.outbox).values(sent_at=long_ago, created_at=long_ago))
        session.execute(update(outbox.outbox).where(outbox.outbox.c.id == 1).values(sent_at=None))

    with writing(engine).begin() as session:
        first = purge(session, before=now() - timedelta(days=30), limit=3)
        second = purge(session, before=now() - timedelta(days=30), limit=3)

    assert (first, second) == (3, 1)
    assert waiting(engine) == [1]


def test_a_commit_rings_the_relay_on_sqlite(sqlite_url):
    engine = engine_for(sqlite_url)
    make_empty(engine)
    with Doorbell(folder_beside(engine.url.database)) as bell:
        with writing(engine).begin() as session:
            publish(session, WRITTEN, subject_id="n")
            assert not bell.wait(0)

        assert bell.wait(1)
    engine.dispose()


@pytest.mark.servers
def test_a_commit_notifies_the_relay_on_postgresql(postgresql):
    pooled = postgresql.raw_connection()
    connection = pooled.driver_connection
    connection.autocommit = True
    connection.execute(f"LISTEN {outbox.CHANNEL}")

    write(postgresql, "n", "a")

    assert len(list(connection.notifies(timeout=2, stop_after=1))) == 1
    pooled.invalidate()


@pytest.mark.servers
def test_the_relays_query_reads_the_index_of_unsent_messages(postgresql):
    with postgresql.begin() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = connection.execute(
            text("EXPLAIN SELECT id FROM outbox WHERE sent_at IS NULL AND id > 0 ORDER BY id")
        )

        assert any("ix_outbox_unsent" in line for (line,) in plan)


@pytest.fixture
def postgresql(two_databases):
    engine = engine_for(two_databases[0])
    make_empty(engine)
    yield engine
    engine.dispose()
