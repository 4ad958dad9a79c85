"""Several runners and one queue: every export is one runner's, and none gets lost."""

import threading
from contextlib import closing
from datetime import timedelta

import pytest

from services.exports.exported.reads import Reads
from services.exports.jobs import claims
from services.exports.jobs.claims import LEASE, MOST_CRASHES, LeaseLost
from services.exports.jobs.models import Job
from tests.exports.world import another_runner


@pytest.fixture
def world(either_world):
    return either_world


@pytest.fixture
def owner(world):
    account = world.has_account("acme")
    world.has_documents(account)
    return world.person({account: "owner"})


def claim(world):
    with world.sessions.begin() as session:
        return claims.claim(session)


def end(world, job):
    with closing(Reads()) as reads, world.sessions.begin() as session:
        claims.complete(session, job, key="k", stored=None, name="n", media_type="m", reads=reads)


def test_two_runners_never_take_the_same_export(world, owner):
    waiting = {world.export(owner, "acme").json["id"] for _ in range(12)}
    taken: list[str] = []
    start = threading.Barrier(4)

    def take_all():
        start.wait()
        while job := claim(world):
            taken.append(job.id)

    runners = [threading.Thread(target=take_all) for _ in range(4)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()

    assert (len(taken), set(taken)) == (12, waiting)


def test_several_runners_end_all_exports_once(world, owner):
    ids = [world.export(owner, "acme").json["id"] for _ in range(6)]
    runners = [another_runner(world) for _ in range(3)]

    threads = [threading.Thread(target=world.run, args=[runner]) for runner in runners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {world.shown(owner, each)["state"] for each in ids} == {"completed"}
    with world.sessions() as session:
        assert [session.get_one(Job, each).attempt for each in ids] == [1] * 6


def test_the_oldest_export_is_taken_first(world, owner):
    ids = [world.export(owner, "acme").json["id"] for _ in range(3)]

    assert [claim(world).id for _ in ids] == ids


def test_an_export_that_is_held_is_not_taken(world, owner):
    world.export(owner, "acme")
    claim(world)

    assert claim(world) is None


def test_an_export_whose_runner_died_is_taken_again(world, owner):
    export = world.export(owner, "acme").json
    claim(world)
    world.age(export["id"], leased_until=LEASE + timedelta(seconds=1))

    again = claim(world)

    assert (again.id, again.attempt, again.crashes) == (export["id"], 2, 1)


def test_who_lost_the_lease_changes_nothing_any_more(world, owner):
    export = world.export(owner, "acme").json
    late = claim(world)
    world.age(export["id"], leased_until=LEASE + timedelta(seconds=1))
    current = claim(world)

    with world.sessions.begin() as session:
        assert not claims.renew(session, late, done=9, total=9, changed=True)
        claims.give_back(session, late)
    with pytest.raises(LeaseLost):
        end(world, late)

    end(world, current)
    assert world.shown(owner, export["id"])["state"] == "completed"


def test_who_was_cancelled_meanwhile_can_not_complete(world, owner):
    export = world.export(owner, "acme").json
    job = claim(world)

    world.post(owner, f"/v1/exports/{export['id']}/cancel")

    with pytest.raises(LeaseLost):
        end(world, job)
    assert world.shown(owner, export["id"])["state"] == "cancelled"


def test_an_export_that_kills_its_runners_is_given_up(world, owner):
    export = world.export(owner, "acme").json
    for _ in range(MOST_CRASHES):
        claim(world)
        world.age(export["id"], leased_until=LEASE + timedelta(seconds=1))

    world.run()

    shown = world.shown(owner, export["id"])
    assert (shown["state"], shown["error"]["code"]) == ("failed", "internal")


def test_an_export_that_is_given_back_is_no_crash(world, owner):
    world.export(owner, "acme")
    job = claim(world)

    with world.sessions.begin() as session:
        claims.give_back(session, job)

    assert (claim(world).crashes, job.attempt) == (0, 1)
