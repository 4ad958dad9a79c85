"""Webhooks hear when exports end: signed, once it worked never again, until they answer."""

import hashlib
import hmac
from datetime import timedelta

import pytest

from services.exports.webhooks import actions
from services.exports.webhooks.delivering import Deliverer
from services.exports.webhooks.models import Delivery
from shared.clock import now
from tests.exports.processes import process, until
from tests.receiver import receiver

LOOPBACK = ("127.0.0.0/8",)


@pytest.fixture
def world(either_world):
    return either_world


@pytest.fixture
def owner(world):
    account = world.has_account("acme")
    world.has_documents(account)
    return world.person({account: "owner"})


@pytest.fixture
def server():
    with receiver() as found:
        yield found


@pytest.fixture
def webhook(world, owner, server):
    answer = world.post(owner, "/v1/webhooks", {"url": server.url})
    assert answer.status_code == 201, answer.text
    return answer.json


def deliver(world, allowed=LOOPBACK):
    """Try all that is due; how many tries that were."""
    deliverer, tries = Deliverer(world.sessions, allowed), 0
    while deliverer.step():
        tries += 1
    return tries


def deliveries(world, who, webhook):
    return world.get(who, f"/v1/webhooks/{webhook['id']}/deliveries").json["items"]


def make_due(world):
    with world.sessions.begin() as session:
        for delivery in session.query(Delivery).where(Delivery.next_at.is_not(None)):
            delivery.next_at = now()


def test_the_end_of_an_export_is_told_once_and_signed(world, owner, server, webhook):
    done = world.exported(owner, "acme")

    assert (deliver(world), deliver(world)) == (1, 0)

    ((headers, body),) = server.calls
    (told,) = server.heard
    assert told["event"] == "export.completed"
    assert told["export"] == {"id": done["id"], "state": "completed", "format": done["format"]}
    assert headers["Webhook-Id"] == told["id"]
    time, signed = (each.split("=")[1] for each in headers["Webhook-Signature"].split(","))
    key, message = webhook["secret"].encode(), f"{time}.".encode() + body
    assert signed == hmac.new(key, message, hashlib.sha256).hexdigest()
    (shown,) = deliveries(world, owner, webhook)
    assert (shown["status"], shown["attempts"], shown["next_at"]) == (200, 1, None)
    assert shown["delivered_at"]


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_an_end_without_a_file_is_told_too(world, gate, owner, server, webhook, state):
    if state == "failed":
        world.exported(owner, "acme", format="broken")
    else:
        export = world.export(owner, "acme").json
        world.post(owner, f"/v1/exports/{export['id']}/cancel")

    deliver(world)

    assert [told["event"] for told in server.heard] == [f"export.{state}"]


def test_only_ones_own_exports_are_told(world, owner, server, webhook):
    colleague = world.person({world.has_account("other"): "owner"})

    world.exported(colleague, "other")

    assert deliver(world) == 0


@pytest.mark.parametrize("status", [302, 404, 500])
def test_who_does_not_say_yes_is_told_again(world, owner, server, webhook, status):
    world.exported(owner, "acme")
    server.status = status

    assert (deliver(world), len(server.calls)) == (1, 1)
    (shown,) = deliveries(world, owner, webhook)
    assert (shown["status"], shown["delivered_at"]) == (status, None)
    assert shown["next_at"] > shown["created_at"]

    server.status = 204
    make_due(world)
    deliver(world)

    assert {headers["Webhook-Id"] for headers, _ in server.calls} == {shown["id"]}
    assert deliveries(world, owner, webhook)[0]["attempts"] == 2


def test_after_the_last_try_it_is_given_up(world, owner, server, webhook):
    world.exported(owner, "acme")
    server.status = 500

    for _ in range(len(actions.PAUSES) + 3):
        deliver(world)
        make_due(world)

    assert len(server.calls) == len(actions.PAUSES) + 1
    (shown,) = deliveries(world, owner, webhook)
    assert (shown["next_at"], shown["delivered_at"]) == (None, None)


def test_an_address_of_this_machine_is_not_called_unless_the_operator_allows_it(
    world, owner, server, webhook
):
    world.exported(owner, "acme")

    deliver(world, allowed=())

    assert server.calls == []
    (shown,) = deliveries(world, owner, webhook)
    assert (shown["status"], shown["error"]) == (None, "127.0.0.1 is not a public address")


def test_a_try_that_was_cut_short_is_made_again(world, owner, server, webhook):
    world.exported(owner, "acme")
    with world.sessions.begin() as session:
        delivery, _ = actions.claim(session)
    assert deliver(world) == 0

    with world.sessions.begin() as session:
        session.get_one(Delivery, delivery.id).next_at -= actions.HELD

    assert deliver(world) == 1


def test_the_secret_is_shown_once_and_a_removed_webhook_hears_nothing(
    world, owner, server, webhook
):
    world.exported(owner, "acme")
    (listed,) = world.get(owner, "/v1/webhooks").json["items"]
    assert (listed["url"], "secret" in listed) == (server.url, False)

    path = f"/v1/webhooks/{webhook['id']}"
    assert world.http.delete(path, headers=world.person().headers).status_code == 404
    assert world.http.delete(path, headers=owner.headers).status_code == 204

    assert deliver(world) == 0
    assert world.get(owner, "/v1/webhooks").json["items"] == []
    assert world.get(owner, f"{path}/deliveries").status_code == 404


def test_an_address_that_is_none_is_refused_and_so_is_one_too_many(world, owner):
    refused = world.post(owner, "/v1/webhooks", {"url": "ftp://acme.example/"})
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/url")

    codes = [
        world.post(owner, "/v1/webhooks", {"url": f"https://acme.example/{n}"}).status_code
        for n in range(actions.MOST + 1)
    ]

    assert codes == [201] * actions.MOST + [409]


def test_old_deliveries_are_forgotten_and_waiting_ones_are_not(world, owner, server, webhook):
    for _ in range(2):
        world.exported(owner, "acme")
    Deliverer(world.sessions, LOOPBACK).step()
    with world.sessions.begin() as session:
        for delivery in session.query(Delivery):
            delivery.created_at -= actions.KEPT + timedelta(seconds=1)

    with world.sessions.begin() as session:
        actions.forget_old(session)

    assert [shown["delivered_at"] for shown in deliveries(world, owner, webhook)] == [None]


def test_a_runner_delivers_beside_its_work(world, owner, server, webhook):
    with process(world, "runner", WEBHOOK_NETWORKS=LOOPBACK[0]) as runner:
        export = world.export(owner, "acme").json
        until(lambda: server.calls)
        runner.terminate()
        assert runner.wait(10) == 0

    assert server.heard[0]["export"]["id"] == export["id"]
