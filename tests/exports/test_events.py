"""An export's progress as Server-Sent Events."""

import json
import threading
import time

import pytest

from services.exports.jobs.streams import Streams
from shared.contracts.accounts import SessionEnded
from shared.errors import Unavailable
from shared.ids import new_id
from tests.exports.filling import fill

EVENT_STREAM = "text/event-stream"


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr("services.exports.jobs.events.TICK", 0.1)


def watch(world, who, export):
    return world.get(who, f"/v1/exports/{export['id']}/progress")


def events(answer):
    """Names and data of all events until the stream ends."""
    found = []
    for block in answer.get_data(as_text=True).split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
        if "event" in fields:
            found.append((fields["event"], json.loads(fields["data"])))
    return found


def test_progress_is_told_until_the_end_and_then_the_stream_ends(world, account, owner, gate):
    fill(world, account, 501)
    export = world.export(owner, "acme", format="slow").json
    runner = threading.Thread(target=world.run)
    opener = threading.Thread(target=open_later, args=[gate])

    runner.start()
    opener.start()
    answer = watch(world, owner, export)
    found = events(answer)
    runner.join()
    opener.join()

    assert answer.mimetype == EVENT_STREAM
    names = [name for name, _ in found]
    assert names == ["progress"] * (len(names) - 1) + ["completed"]
    assert len(names) >= 3
    assert {"done": 0, "total": 501} in [data["progress"] for _, data in found]
    assert found[-1][1] == world.shown(owner, export["id"])


def open_later(gate):
    assert gate.reached.wait(10)
    time.sleep(1.0)
    gate.open.set()


@pytest.mark.parametrize("state", ["completed", "failed", "cancelled"])
def test_an_export_that_is_over_is_told_at_once(world, account, owner, gate, state):
    export = world.export(owner, "acme", format="broken" if state == "failed" else "jpk_fa_4").json
    if state == "cancelled":
        world.post(owner, f"/v1/exports/{export['id']}/cancel")
    world.run()

    found = events(watch(world, owner, export))

    assert [(name, data["state"]) for name, data in found] == [(state, state)]


def test_a_stream_ends_when_its_readers_session_ends(world, account, quick):
    session_id = new_id()
    owner = world.person({account: "owner"}, sid=session_id)
    export = world.export(owner, "acme").json
    stream = watch(world, owner, export).iter_encoded()
    first = next(stream)

    world.hears(SessionEnded(session_id=session_id, user_id=owner.id))

    assert first.startswith(b"event: progress")
    assert "event:" not in b"".join(stream).decode()


def test_all_streams_end_when_the_server_stops(world, account, owner):
    export = world.export(owner, "acme").json
    (stop,) = world.http.application.extensions["stopping"]
    stream = watch(world, owner, export).iter_encoded()
    first = next(stream)

    stop()

    assert first.startswith(b"event: progress")
    assert "event:" not in b"".join(stream).decode()


def test_streams_leave_threads_to_everybody_else(world, account, owner):
    export = world.export(owner, "acme").json
    most = 8  # Of the 12 threads that the settings name.
    open_ones = [watch(world, owner, export) for _ in range(most)]

    refused = watch(world, owner, export)

    assert (refused.status_code, refused.json["code"]) == (503, "unavailable")
    open_ones.pop().close()
    again = watch(world, owner, export)
    assert again.status_code == 200
    for answer in [again, *open_ones]:
        answer.close()


def test_a_watch_hears_of_what_changes_and_of_nothing_else(world, account, owner):
    export = world.export(owner, "acme").json
    streams = Streams(world.sessions, most=2)
    watch = streams.watch(export["id"])

    assert watch.next_version(0, seconds=5.0) == export["version"]
    assert watch.next_version(export["version"], seconds=0.3) is None
    world.post(owner, f"/v1/exports/{export['id']}/cancel")
    assert watch.next_version(export["version"], seconds=5.0) > export["version"]
    streams.close()
    with pytest.raises(Unavailable):
        streams.watch(export["id"])


def test_the_head_of_a_stream_opens_none(world, account, owner):
    export = world.export(owner, "acme").json
    path = f"/v1/exports/{export['id']}/progress"

    for _ in range(20):
        answer = world.http.head(path, headers=owner.headers, buffered=True)
        assert (answer.status_code, answer.mimetype) == (200, EVENT_STREAM)
