"""A file ends after 30 days of a clock that moves, whether or not a runner is there to sweep."""

import threading
from datetime import timedelta

import pytest
import time_machine

from services.exports.app import storage
from services.exports.jobs import parts
from services.exports.jobs.models import KEPT
from shared.bus.process import Stop
from shared.clock import now
from tests.exports.pages.test_jobs import browser_of
from tests.exports.processes import until
from tests.exports.several.work import stored

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock():
    with time_machine.travel(now()) as moving:
        yield moving


@pytest.fixture
def done(world, account, owner):
    world.has_documents(account)
    return world.exported(owner, "acme")


def later(world, clock, account, owner, span):
    """So much time goes by; the owner signs in again."""
    clock.shift(span)
    world.bus_is_heard()
    return world.person({account: "owner"}, id=owner.id)


def sweep(world):
    """A runner begins its work and looks for what is over, by itself."""
    stop = Stop()
    thread = threading.Thread(target=world.runner._work, args=[stop])
    thread.start()
    return stop, thread


def test_until_its_last_minute_a_file_is_there(world, account, clock, owner, done):
    owner = later(world, clock, account, owner, KEPT - MINUTE)

    assert world.file(owner, done).status_code == 200
    assert world.shown(owner, done["id"])["file"]["sha256"] == done["file"]["sha256"]


def test_after_its_time_a_file_is_closed_even_before_it_is_swept_away(
    world, account, clock, owner, done
):
    made = world.post(owner, f"/v1/exports/{done['id']}/links", {"days": 30}).json
    link = made["url"].removeprefix("http://exports.example")
    before = world.http.get(link, buffered=True).status_code
    owner = later(world, clock, account, owner, KEPT + MINUTE)

    page = browser_of(world, owner).open(f"/export/acme/{done['id']}").text

    assert before == 200
    assert world.file(owner, done).status_code == 404
    assert world.http.get(link, buffered=True).status_code == 404
    assert world.shown(owner, done["id"])["file"] is None
    assert "Pliki są przechowywane 30 dni i ten został usunięty." in page
    assert len(stored(world)) == 1


def test_a_runner_sweeps_it_away_by_itself_and_the_export_stays(world, account, clock, owner, done):
    owner = later(world, clock, account, owner, KEPT + MINUTE)

    stop, thread = sweep(world)
    until(lambda: stored(world) == [])
    until(lambda: world.shown(owner, done["id"])["state"] == "expired")
    stop.set()
    thread.join(10)

    shown = world.shown(owner, done["id"])
    assert (shown["file"], shown["expires_at"]) == (None, None)
    assert shown["progress"] == {"done": 1, "total": 1}


def test_what_expired_can_be_made_again(world, account, clock, owner, done):
    owner = later(world, clock, account, owner, KEPT + MINUTE)

    again = world.post(owner, f"/v1/exports/{done['id']}/repeat").json
    world.run()

    made = world.shown(owner, again["id"])
    assert made["file"]["sha256"] == done["file"]["sha256"]
    assert world.file(owner, made).status_code == 200


def test_what_came_of_each_firm_goes_with_the_file(world, account, clock, owner):
    other = world.has_account("other")
    both = world.person({account: "owner", other: "owner"}, id=owner.id)
    done = world.exported(both, "acme", "other")
    firms = f"/export/acme/{done['id']}/firms"
    before = browser_of(world, both).open(firms).text
    later(world, clock, account, owner, KEPT + MINUTE)
    both = world.person({account: "owner", other: "owner"}, id=owner.id)

    stop, thread = sweep(world)
    until(lambda: "Nie ma podziału na firmy" in browser_of(world, both).open(firms).text)
    stop.set()
    thread.join(10)

    assert before.count("Bez pliku") + before.count("W pliku") == 2


def test_what_an_expired_file_of_several_held_is_still_not_new(world, account, clock, owner):
    other = world.has_account("other")
    roles = {account: "owner", other: "owner"}
    world.has_documents(other, 2)
    done = world.exported(world.person(roles, id=owner.id), "acme", "other")
    owner = later(world, clock, account, owner, KEPT + MINUTE)
    stop, thread = sweep(world)
    until(lambda: world.shown(owner, done["id"])["state"] == "expired")
    stop.set()
    thread.join(10)
    with world.sessions.begin() as session:
        parts.clear(session, storage(world.settings))

    both = world.person(roles, id=owner.id)
    again = world.exported(both, "acme", "other", only="new_and_changed")

    assert again["progress"]["total"] == 0
