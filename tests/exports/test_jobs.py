"""Asking for exports, looking at them, cancelling them."""

import json
import threading

import pytest
from sqlalchemy import select

from services.exports.jobs.schemas import KINDS
from shared.history import history
from shared.ids import new_id
from shared.outbox import outbox
from tests.exports.processes import until
from tests.exports.world import OCTOBER, an_account


@pytest.fixture
def owner(world):
    return world.person({world.has_account("acme"): "owner"})


def announced(world):
    with world.sessions() as session:
        rows = session.execute(select(outbox).order_by(outbox.c.id)).all()
        steps = session.scalars(select(history.c.id).order_by(history.c.position)).all()
    assert [row.message_id for row in rows] == list(steps)
    return [row.name.split(".")[2] for row in rows]


def test_an_export_is_queued_and_says_where_it_is(world, owner):
    answer = world.export(owner, "ACME", options={"decimal": "dot"}, kinds=["vat"])

    assert answer.status_code == 202
    assert answer.headers["Location"] == f"http://exports.example/v1/exports/{answer.json['id']}"
    shown = answer.json
    assert (shown["state"], shown["accounts"], shown["file"]) == ("queued", ["acme"], None)
    assert (shown["period"], shown["date_basis"], shown["kinds"]) == (OCTOBER, "issue", ["vat"])
    assert (shown["options"], shown["progress"]) == ({"decimal": "dot"}, {"done": 0, "total": 0})
    assert (shown["allowed"], shown["error"], shown["problems"]) == (["cancel"], None, [])
    assert announced(world) == ["queued"]


def test_each_step_leaves_a_history_row_and_a_message_with_one_id(world, owner):
    world.exported(owner, "acme")

    assert announced(world) == ["queued", "started", "completed"]


def test_messages_say_what_the_export_is_about(world, owner):
    export = world.export(owner, "acme").json

    with world.sessions() as session:
        envelope = json.loads(session.scalars(select(outbox.c.body)).one())
    assert envelope["subject"] == f"job/{export['id']}"
    assert envelope["actor"] == f"user/{owner.id}"
    assert envelope["data"]["requested_by"] == owner.id
    assert envelope["data"]["format"] == "vat_register_csv"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"accounts": []}, "/accounts"),
        ({"accounts": "acme"}, "/accounts"),
        ({"accounts": ["acme"] * 2001}, "/accounts"),
        ({"accounts": [""]}, "/accounts/0"),
        ({"format": "word_perfect"}, "/format"),
        ({"period": {"from": "2026-10-02", "to": "2026-10-01"}}, "/period/to"),
        ({"period": {"from": "2000-01-01", "to": "2026-10-01"}}, "/period/to"),
        ({"period": {"from": "2026-02-30", "to": "2026-10-01"}}, "/period/from"),
        ({"period": {"from": "2026-02-01"}}, "/period/to"),
        ({"date_basis": "paid"}, "/date_basis"),
        ({"kinds": []}, "/kinds"),
        ({"kinds": ["vat", "vats"]}, "/kinds/1"),
        ({"direction": "both"}, "/direction"),
        ({"options": {"decimal": "semicolon"}}, "/options/decimal"),
        ({"options": {"colour": "red"}}, "/options/colour"),
        ({"options": []}, "/options"),
        ({"dated_at": "2026-10-01T10:00:00"}, "/dated_at"),
        ({"dated_at": "2199-10-01T10:00:00Z"}, "/dated_at"),
        ({"surprise": 1}, "/surprise"),
    ],
)
def test_a_request_that_breaks_a_rule_is_told_where(world, owner, change, pointer):
    answer = world.export(owner, **({"accounts": ["acme"]} | change))

    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert pointer in [error["pointer"] for error in answer.json["errors"]]
    assert announced(world) == []


def test_every_kind_of_the_domain_may_be_asked_for(world, owner):
    assert world.export(owner, "acme", kinds=list(KINDS)).status_code == 202
    assert len(KINDS) == 29


def test_an_account_that_comes_late_is_waited_for(world):
    account = new_id()
    owner = world.person({account: "owner"})
    arrival = threading.Timer(0.05, world.hears, [an_account(account, "late")])

    arrival.start()
    answer = world.export(owner, "late")
    arrival.join()

    assert answer.status_code == 202


def test_accounts_that_may_not_be_exported_are_told_and_the_others_go_on(world, owner):
    world.has_account("foreign")

    export = world.export(owner, "foreign", "acme", "typo").json

    assert export["accounts"] == ["foreign", "acme", "typo"]
    assert [(p["account"], p["code"]) for p in export["problems"]] == [
        ("foreign", "not_found"),
        ("typo", "not_found"),
    ]
    assert export["problem_count"] == 2


def test_who_sees_one_account_and_may_export_none_is_forbidden(world):
    member = world.person({world.has_account("acme"): "member"})

    answer = world.export(member, "acme", "typo")

    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


def test_the_same_key_asks_for_one_export(world, owner):
    first = world.post(owner, "/v1/exports", a_body(), **{"Idempotency-Key": "key-1"})
    again = world.post(owner, "/v1/exports", a_body(), **{"Idempotency-Key": "key-1"})
    other = world.post(owner, "/v1/exports", a_body(kinds=["vat"]), **{"Idempotency-Key": "key-1"})

    assert (first.status_code, again.json) == (202, first.json)
    assert again.headers["Location"] == first.headers["Location"]
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")


def test_who_prefers_to_wait_gets_the_end(world, owner):
    runner = threading.Thread(target=until, args=[world.run])

    runner.start()
    answer = world.post(owner, "/v1/exports", a_body(), Prefer="wait=10")
    runner.join()

    assert (answer.status_code, answer.json["state"]) == (201, "completed")


def test_ones_exports_are_listed_the_newest_first_in_pages(world, owner):
    ids = [world.export(owner, "acme").json["id"] for _ in range(3)]

    first = world.get(owner, "/v1/exports?limit=2").json
    second = world.get(owner, f"/v1/exports?limit=2&cursor={first['next']}").json

    listed = [item["id"] for item in first["items"] + second["items"]]
    assert (listed, second["next"]) == (ids[::-1], None)


def test_exports_are_listed_by_their_state(world, owner):
    done = world.exported(owner, "acme")["id"]
    waiting = world.export(owner, "acme").json["id"]

    completed = world.get(owner, "/v1/exports?state=completed").json["items"]
    queued = world.get(owner, "/v1/exports?state=queued").json["items"]

    assert ([e["id"] for e in completed], [e["id"] for e in queued]) == ([done], [waiting])
    assert world.get(owner, "/v1/exports?state=lost").status_code == 422


def test_an_export_that_did_not_change_is_not_sent_again(world, owner):
    done = world.exported(owner, "acme")
    tag = world.get(owner, f"/v1/exports/{done['id']}").headers["ETag"]

    again = world.get(owner, f"/v1/exports/{done['id']}", **{"If-None-Match": tag})

    assert again.status_code == 304


def test_a_queued_export_can_be_cancelled_and_is_not_run(world, owner):
    export = world.export(owner, "acme").json

    cancelled = world.post(owner, f"/v1/exports/{export['id']}/cancel")

    assert (cancelled.status_code, cancelled.json["state"]) == (200, "cancelled")
    assert cancelled.json["ended_at"]
    assert world.run() == 0
    assert announced(world) == ["queued", "cancelled"]


def test_what_is_over_can_not_be_cancelled(world, owner):
    done = world.exported(owner, "acme")

    answer = world.post(owner, f"/v1/exports/{done['id']}/cancel")

    assert (answer.status_code, answer.json["code"]) == (409, "step_refused")
    assert world.shown(owner, done["id"])["state"] == "completed"


def test_a_problem_is_told_in_words_with_what_it_is_about(world, owner):
    export = world.export(owner, "acme", "typo").json

    english = world.shown(owner, export["id"])["problems"][0]["detail"]

    assert "typo" in english
    assert english.startswith("There is no account")


def a_body(**more):
    return {
        "accounts": ["acme"],
        "format": "vat_register_csv",
        "period": OCTOBER,
        "date_basis": "issue",
        **more,
    }
