"""A runner at work: cancelled, stopped, slow, and what an earlier attempt left."""

import threading

from sqlalchemy import func, select

from services.exports.jobs.models import JobProblem
from shared.bus.heartbeat import alive
from shared.bus.process import Stop
from tests.exports.filling import fill
from tests.exports.processes import until
from tests.exports.world import codes


class Running:
    """A runner at work in a thread."""

    def __init__(self, world, gate):
        self.stop = Stop()
        self._thread = threading.Thread(target=world.runner.step, args=[self.stop])
        self._thread.start()
        assert gate.reached.wait(10)

    def join(self):
        self._thread.join(10)
        assert not self._thread.is_alive()


def test_a_running_export_that_is_cancelled_stops_before_it_is_done(world, gate, account, owner):
    world.has_documents(account, 2)
    export = world.export(owner, "acme", format="slow").json
    running = Running(world, gate)

    answer = world.post(owner, f"/v1/exports/{export['id']}/cancel")
    running.join()

    assert answer.json["state"] == "cancelled"
    assert world.shown(owner, export["id"])["state"] == "cancelled"
    assert list((world.settings.data_dir / "exports").iterdir()) == []


def test_a_runner_that_is_told_to_stop_gives_its_export_back(world, gate, account, owner):
    world.has_documents(account, 2)
    export = world.export(owner, "acme", format="slow").json
    running = Running(world, gate)

    running.stop.set()
    running.join()
    gate.open.set()
    taken = world.run()

    shown = world.shown(owner, export["id"])
    assert (taken, shown["state"], shown["progress"]["done"]) == (1, "completed", 2)


def test_a_long_export_keeps_its_runner_alive_and_tells_its_progress(world, gate, account, owner):
    fill(world, account, 501)
    export = world.export(owner, "acme", format="slow").json
    running = Running(world, gate)

    until(lambda: world.shown(owner, export["id"])["progress"]["total"])
    shown = world.shown(owner, export["id"])
    with world.sessions() as session:
        assert alive(session, "runner")
    gate.open.set()
    running.join()

    assert (shown["state"], shown["progress"]) == ("running", {"done": 0, "total": 501})


def test_what_an_earlier_attempt_reported_is_forgotten(world, gate, account, owner):
    world.has_documents(account, 2)
    export = world.export(owner, "acme", "typo", format="slow").json
    running = Running(world, gate)
    running.stop.set()
    running.join()
    gate.open.set()

    world.run()

    assert codes(world.shown(owner, export["id"])) == [("typo", "not_found")]
    with world.sessions() as session:
        assert session.scalar(select(func.count()).select_from(JobProblem)) == 1
