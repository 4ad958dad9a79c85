"""How webhooks are told: in order for each thing, again until they hear, and where they may be."""

import socket
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from services.accounts.webhooks import actions, delivering
from services.accounts.webhooks.delivering import Deliverer, claim
from services.accounts.webhooks.models import Delivery
from tests.accounts.webhooks.conftest import LOOPBACK, WEBHOOKS


@pytest.fixture
def id(hooks):
    return hooks.add("client:update")


@pytest.fixture
def clients(program):
    return [program.post("/clients.json", {"client": {"name": "x"}}).json["id"] for _ in range(2)]


def change(program, client, city):
    answer = program.put(f"/clients/{client}.json", {"client": {"city": city}})
    assert answer.status_code == 200


def work_at_once(hooks):
    """Two deliverers work until nothing waits."""
    start, sessions = Barrier(2), hooks.world.sessions

    def work():
        deliverer = Deliverer(sessions, LOOPBACK)
        start.wait()
        while waiting(sessions):
            deliverer.step()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def waiting(sessions):
    with sessions() as session:
        return session.query(Delivery).where(Delivery.next_at.is_not(None)).count()


@pytest.mark.parametrize("status", [302, 404, 500])
def test_who_does_not_say_yes_is_told_again_and_redirections_are_not_followed(
    hooks, server, program, clients, id, status
):
    server.status = status
    change(program, clients[0], "A")

    assert (hooks.deliver(), len(server.calls)) == (1, 1)
    (shown,) = hooks.log(id)
    assert (shown["status"], shown["answer"], shown["attempts"]) == ("waiting", status, 1)
    assert shown["next_at"] > shown["tried_at"]

    server.status = 204
    hooks.make_due()
    hooks.deliver()

    (shown,) = hooks.log(id)
    assert (shown["status"], shown["answer"], shown["attempts"]) == ("delivered", 204, 2)
    assert {headers["Webhook-Id"] for headers, _ in server.calls} == {shown["id"]}


def test_of_one_thing_the_later_waits_for_the_earlier_and_other_things_go_on(
    hooks, server, program, clients, id
):
    one, other = clients
    server.status = 500
    change(program, one, "A")
    hooks.deliver()
    server.status = 200
    change(program, one, "B")
    change(program, other, "C")

    hooks.deliver()
    assert [told["client"]["city"] for told in server.heard] == ["A", "C"]

    hooks.make_due()
    hooks.deliver()
    assert [told["client"]["city"] for told in server.heard] == ["A", "C", "A", "B"]


def test_two_that_deliver_at_once_tell_each_thing_once_and_in_order(
    hooks, server, program, clients, id
):
    for no in range(8):
        change(program, clients[no % 2], f"{no}")

    work_at_once(hooks)

    for part, client in enumerate(clients):
        mine = [told["client"]["city"] for told in server.heard if told["id"] == client]
        assert mine == [f"{no}" for no in range(part, 8, 2)]


def test_where_nobody_answers_nothing_else_is_tried_for_a_while(
    hooks, program, clients, id, monkeypatch
):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    hooks.owner.patch(f"{WEBHOOKS}/{id}", {"url": f"http://127.0.0.1:{port}/"})
    for client in clients:
        change(program, client, "A")

    assert hooks.deliver() == 1

    assert hooks.show(id)["paused_until"]
    assert sorted(shown["attempts"] for shown in hooks.log(id)) == [0, 1]
    hooks.owner.patch(f"{WEBHOOKS}/{id}", {"url": hooks.server.url})
    assert hooks.deliver() == 1


def test_after_the_last_try_it_is_switched_off_and_the_administrators_get_a_mail(
    hooks, server, program, world, clients, id
):
    admin = world.with_role(hooks.owner, "acme", "admin")
    world.with_role(hooks.owner, "acme", "member", "member@example.com")
    server.status = 500
    change(program, clients[0], "A")
    change(program, clients[0], "B")

    for _ in range(len(delivering.PAUSES) + 3):
        hooks.deliver()
        hooks.make_due()

    assert len(server.calls) == len(delivering.PAUSES) + 1
    assert {shown["status"] for shown in hooks.log(id)} == {"given_up"}
    shown = hooks.show(id)
    assert (shown["active"], bool(shown["disabled_at"])) == (False, True)
    for person in (hooks.owner, admin):
        assert world.mailed(person.email, "webhook_off")["url"] == server.url
    with pytest.raises(IndexError):
        world.mailed("member@example.com", "webhook_off")


def test_it_is_switched_on_again_and_what_it_missed_is_sent_once_more(
    hooks, server, program, clients, id
):
    server.status = 500
    change(program, clients[0], "A")
    for _ in range(len(delivering.PAUSES) + 1):
        hooks.deliver()
        hooks.make_due()
    (missed,) = hooks.log(id)
    again = f"{WEBHOOKS}/{id}/deliveries/{missed['id']}/resend"
    assert hooks.owner.post(again).json["code"] == "step_refused"

    hooks.owner.patch(f"{WEBHOOKS}/{id}", {"active": True})
    server.status = 200
    assert hooks.owner.post(again).status_code == 202
    hooks.deliver()

    (shown,) = hooks.log(id)
    assert (shown["status"], shown["attempts"]) == ("delivered", 1)
    assert hooks.show(id)["disabled_at"] is None
    assert server.heard[-1]["client"]["city"] == "A"


def test_what_was_delivered_can_be_sent_again(hooks, server, program, clients, id):
    change(program, clients[0], "A")
    hooks.deliver()
    (shown,) = hooks.log(id)

    hooks.owner.post(f"{WEBHOOKS}/{id}/deliveries/{shown['id']}/resend")

    assert hooks.deliver() == 1
    assert len({headers["Webhook-Id"] for headers, _ in server.calls}) == 1
    assert hooks.owner.post(f"{WEBHOOKS}/{id}/deliveries/none/resend").status_code == 404


def test_an_address_of_this_machine_is_not_called_unless_the_operator_allows_it(
    hooks, server, program, clients, id
):
    change(program, clients[0], "A")

    hooks.deliver(allowed=())

    assert server.calls == []
    (shown,) = hooks.log(id)
    assert (shown["answer"], shown["error"]) == (None, "127.0.0.1 is not a public address")


def test_a_try_that_was_cut_short_is_made_again(hooks, program, clients, id):
    change(program, clients[0], "A")
    with hooks.world.sessions.begin() as session:
        position = claim(session).delivery.position
    assert hooks.deliver() == 0

    with hooks.world.sessions.begin() as session:
        session.get_one(Delivery, position).next_at -= delivering.HELD

    assert hooks.deliver() == 1


def test_a_removed_webhook_is_told_nothing_more(hooks, program, clients, id):
    change(program, clients[0], "A")

    assert hooks.owner.delete(f"{WEBHOOKS}/{id}").status_code == 204

    assert hooks.deliver() == 0
    assert hooks.owner.get(f"{WEBHOOKS}/{id}/deliveries").status_code == 404


def test_a_new_token_is_in_what_waits_too(hooks, server, program, clients, id):
    change(program, clients[0], "A")

    hooks.owner.patch(f"{WEBHOOKS}/{id}", {"api_token": "newer"})
    hooks.deliver()

    assert server.heard[0]["api_token"] == "newer"


def test_old_deliveries_are_forgotten_and_waiting_ones_are_not(hooks, program, clients, id):
    for client in clients:
        change(program, client, "A")
    Deliverer(hooks.world.sessions, LOOPBACK).step()
    with hooks.world.sessions.begin() as session:
        for delivery in session.query(Delivery):
            delivery.created_at -= actions.KEPT + timedelta(seconds=1)

    with hooks.world.sessions.begin() as session:
        actions.forget_old(session)

    assert [shown["status"] for shown in hooks.log(id)] == ["waiting"]
