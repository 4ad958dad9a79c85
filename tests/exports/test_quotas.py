"""How many exports one person or product may ask for."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from services.exports.jobs import quotas
from services.exports.jobs.lifecycle import State
from services.exports.jobs.models import Job
from shared.ids import new_id


@pytest.fixture
def owner(world):
    account = world.has_account("acme")
    return world.person({account: "owner"}, kind="product")


def has_asked_for(world, owner, count, **changes):
    """So many more exports like one that was made."""
    made = world.exported(owner, "acme", format="archive_zip")
    with world.sessions.begin() as session:
        row = session.execute(select(Job.__table__).where(Job.id == made["id"])).one()._asdict()
        session.execute(
            insert(Job), [row | {"id": new_id(), "file_key": None} | changes for _ in range(count)]
        )
    return made


def test_who_has_too_many_in_hand_is_told_to_wait(world, owner):
    waiting = {"state": State.RUNNING, "lease": "another's"}
    has_asked_for(world, owner, quotas.MOST_WAITING - 1, **waiting)
    assert world.export(owner, "acme").status_code == 202

    answer = world.export(owner, "acme")

    assert (answer.status_code, answer.json["code"]) == (429, "too_many_requests")
    assert int(answer.headers["Retry-After"]) == quotas.SOON


def test_who_asked_for_too_many_in_a_day_is_told_when_another_may_be(world, owner):
    done = has_asked_for(world, owner, quotas.MOST_A_DAY - 1)
    world.age(done["id"], created_at=timedelta(hours=23))

    answers = [
        world.export(owner, "acme"),
        world.post(owner, f"/v1/exports/{done['id']}/repeat"),
    ]

    assert [answer.status_code for answer in answers] == [429, 429]
    assert 3500 < int(answers[0].headers["Retry-After"]) <= 3601
    world.age(done["id"], created_at=timedelta(hours=1))
    assert world.export(owner, "acme").status_code == 202


def test_ones_quota_is_ones_own(world, owner):
    has_asked_for(world, owner, quotas.MOST_A_DAY)
    colleague = world.person({world.has_account("other"): "owner"})

    assert world.export(colleague, "other").status_code == 202


def test_for_load_tests_there_is_no_quota(world, owner):
    has_asked_for(world, owner, quotas.MOST_A_DAY)
    extensions = world.http.application.extensions
    extensions["settings"] = replace(extensions["settings"], rate_limits=False)

    assert world.export(owner, "acme").status_code == 202
