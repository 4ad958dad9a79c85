"""An export of several accounts whose runners stop, die or are told to."""

import csv
import io
import signal
import time
import zipfile
from datetime import timedelta

import pytest

from services.exports.app import storage
from services.exports.jobs import parts
from services.exports.jobs.claims import LEASE, MOST_CRASHES, LeaseLost
from services.exports.jobs.models import Job, JobPart
from services.exports.runner.several import Several
from shared.bus.process import Stop
from tests.exports.filling import fill
from tests.exports.processes import process, until
from tests.exports.several.work import (
    CLIENTS,
    DOCUMENTS,
    SOON,
    at_work,
    claim,
    read_of,
    rows,
    started,
    stored,
)
from tests.exports.world import another_runner


def test_a_runner_that_stops_leaves_what_it_wrote_and_the_next_goes_on(world, gate, clients, owner):
    export = world.export(owner, *clients, format="slow").json
    stop, thread = at_work(world, gate)
    stop.set()
    thread.join(10)
    assert [part.ended_at is not None for part in rows(world, export)] == [
        True,
        False,
        False,
        False,
    ]
    gate.open.set()

    world.run()

    done = world.shown(owner, export["id"])
    assert done["state"] == "completed"
    assert done["progress"] == {"done": 6, "total": 6}


def test_an_account_that_is_written_is_not_written_again(world, clients, owner):
    export = world.export(owner, *clients).json
    started(world, export)
    part = claim(world)
    with world.sessions.begin() as session:
        parts.end(session, part)

    assert [claim(world).position for _ in range(3)] == [1, 2, 3]
    assert claim(world) is None


def test_an_account_whose_runner_died_is_taken_again_and_the_late_one_changes_nothing(
    world, clients, owner
):
    started(world, world.export(owner, *clients).json)
    late = claim(world)
    with world.sessions.begin() as session:
        held = session.get_one(JobPart, (late.job_id, late.position))
        held.leased_until -= LEASE + timedelta(seconds=1)

    again = claim(world)

    assert (again.position, again.attempt, again.crashes) == (late.position, 2, 1)
    with world.sessions.begin() as session:
        assert not parts.renew(session, late)
        assert parts.renew(session, again)
    with pytest.raises(LeaseLost), world.sessions.begin() as session:
        parts.end(session, late)


def test_an_account_that_kills_its_runners_fails_the_export(world, clients, owner):
    export = world.export(owner, *clients).json
    started(world, export)
    with world.sessions.begin() as session:
        session.get_one(JobPart, (export["id"], 0)).crashes = MOST_CRASHES
        session.get_one(Job, export["id"]).leased_until -= LEASE + timedelta(seconds=1)

    world.run()

    failed = world.shown(owner, export["id"])
    assert (failed["state"], failed["error"]["code"]) == ("failed", "internal")
    assert (rows(world, failed), stored(world)) == ([], [])


def test_an_export_that_comes_on_is_not_given_up_however_often_its_runner_dies(
    world, clients, owner
):
    export = world.export(owner, *clients).json
    started(world, export)
    with world.sessions.begin() as session:
        session.get_one(Job, export["id"]).crashes = MOST_CRASHES - 1

    part = claim(world)
    with world.sessions.begin() as session:
        parts.end(session, part)

    with world.sessions() as session:
        assert session.get_one(Job, export["id"]).crashes == 0


def test_a_cancelled_export_is_let_go_of_by_all_its_runners_within_a_second(
    world, gate, clients, owner
):
    export = world.export(owner, *clients, format="slow").json
    runners = [at_work(world, gate, another_runner(world)) for _ in range(2)]

    answer = world.post(owner, f"/v1/exports/{export['id']}/cancel")
    began = time.monotonic()
    for _, thread in runners:
        thread.join(10)
    took = time.monotonic() - began

    assert answer.json["state"] == "cancelled"
    assert took < SOON
    assert stored(world) == []
    assert claim(world) is None


def test_what_is_left_of_exports_that_are_over_is_cleared_away(world, clients, owner):
    export = world.export(owner, *clients).json
    started(world, export)
    folder = world.settings.data_dir / "exports"
    folder.mkdir()
    part = claim(world)
    (folder / parts.key(part, 1)).write_bytes(b"left by a runner that was killed")
    world.post(owner, f"/v1/exports/{export['id']}/cancel")
    sessions = world.sessions
    several = Several(sessions, sessions, sessions, storage(world.settings))

    several.clear()
    assert [row.position for row in rows(world, export)] == [part.position]
    with world.sessions.begin() as session:
        session.get_one(JobPart, (export["id"], 0)).leased_until -= LEASE * 2
    several.clear()

    assert (rows(world, export), stored(world)) == ([], [])


def test_what_was_read_for_an_export_that_is_cancelled_did_not_go_out(
    world, clients, owner, monkeypatch
):
    monkeypatch.setattr("services.exports.runner.several.MOMENT", 0)
    export = world.export(owner, *clients).json
    started(world, export)
    several = Several(world.sessions, world.sessions, world.sessions, storage(world.settings))
    for _ in range(3):
        several.help(Stop())
    before = read_of(world, export)

    world.post(owner, f"/v1/exports/{export['id']}/cancel")
    again = world.exported(owner, *clients, only="new_and_changed")
    several.clear()

    assert before == 3  # One of the second client, two of the third.
    assert again["progress"]["total"] == 6
    assert read_of(world, export) == 0
    assert read_of(world, again) == 6


def test_killed_runners_leave_an_export_that_goes_on_with_the_account_that_was_not_done(world):
    prefixes = [f"firm-{place:02}" for place in range(CLIENTS)]
    accounts = {prefix: world.has_account(prefix) for prefix in prefixes}
    for account in accounts.values():
        fill(world, account, DOCUMENTS)
    owner = world.person(dict.fromkeys(accounts.values(), "owner"))
    expected = world.exported(owner, *prefixes, format="jpk_fa_4")
    asked = {"format": "jpk_fa_4", "dated_at": expected["created_at"]}
    export = world.export(owner, *prefixes, **asked).json

    def ended():
        return {part.position for part in rows(world, export) if part.ended_at}

    with process(world, "runner") as first, process(world, "runner") as second:
        until(lambda: len(ended()) >= 3, within=90)
        for runner in (first, second):
            runner.send_signal(signal.SIGKILL)
            runner.wait()
    written = ended()
    assert 3 <= len(written) < CLIENTS
    attempts: dict[int, int] = {}

    def is_cleared():
        left = {position: each for position, each in _attempts(world, export).items() if each}
        attempts.update(left)
        return not left

    with process(world, "runner"):
        until(is_cleared, within=90)

    assert {attempts[position] for position in written} == {1}
    done = world.shown(owner, export["id"])
    assert done["state"] == "completed"
    assert done["file"]["sha256"] == expected["file"]["sha256"]
    assert stored(world) == sorted([f"{expected['id']}.1", f"{export['id']}.2"])
    archive = zipfile.ZipFile(io.BytesIO(world.file(owner, done).data))
    text = archive.read("summary.csv").decode("utf-8-sig")
    summary = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["prefix"] for row in summary] == prefixes
    assert {(row["outcome"], row["documents"]) for row in summary} == {("written", str(DOCUMENTS))}
    assert archive.testzip() is None


def _attempts(world, export):
    return {part.position: part.attempt for part in rows(world, export)}
