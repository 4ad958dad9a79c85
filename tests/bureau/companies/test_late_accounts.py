"""An account that was asked for is never left without a bureau, however late it comes."""

from datetime import timedelta

import pytest

from services.bureau.companies.actions import abandon_overdue
from tests.bureau.listener import COMPANY
from tests.bureau.world import World

CLIENTS = "/v1/bureaus/biuro500/clients"
SEATS = "/v1/bureaus/biuro500/module/seats"


def give_up(stage):
    with stage.sessions.begin() as session:
        abandon_overdue(session, limit=timedelta(0))


def test_a_late_account_is_adopted_and_takes_a_free_seat(stage):
    owner = stage.bureau(size=1)
    request_id = stage.add_company("nowa", owner)
    give_up(stage)

    stage.open_requested("nowa", request_id)

    assert stage.seen("nowa", owner)["state"] == "active"
    assert stage.package() == (1, 1, 1)


def test_a_late_account_waits_for_a_seat_where_none_is_free(stage):
    owner = stage.bureau(size=1)
    late = stage.add_company("spozniona", owner)
    give_up(stage)
    stage.created_client("nowa", owner)

    stage.open_requested("spozniona", late)

    assert stage.seen("spozniona", owner)["state"] == "active"
    module = stage.get("/v1/bureaus/biuro500/module", owner).json
    assert module["package"] == {"size": 1, "used": 1, "waiting": 1}


def test_the_seat_that_becomes_free_goes_to_the_late_account(stage):
    owner = stage.bureau(size=1)
    late = stage.add_company("spozniona", owner)
    give_up(stage)
    stage.created_client("nowa", owner)
    stage.open_requested("spozniona", late)

    stage.change_owner("nowa")
    stage.post(f"{CLIENTS}/nowa/detach", owner)

    assert stage.package() == (1, 1, 1)
    full = stage.post(CLIENTS, owner, {"prefix": "trzecia", "company": COMPANY})
    assert full.json["code"] == "package_full"
    stage.change_owner("spozniona")
    stage.post(f"{CLIENTS}/spozniona/detach", owner)
    assert stage.package() == (0, 0, 1)


def test_a_late_account_that_leaves_before_it_had_a_seat_frees_none(stage):
    owner = stage.bureau(size=1)
    late = stage.add_company("spozniona", owner)
    give_up(stage)
    stage.created_client("nowa", owner)
    stage.open_requested("spozniona", late)

    stage.change_owner("spozniona")
    stage.post(f"{CLIENTS}/spozniona/detach", owner)

    assert stage.package() == (1, 1, 1)
    assert stage.get("/v1/bureaus/biuro500/module", owner).json["package"]["waiting"] == 0


def test_an_account_comes_in_also_while_the_module_is_suspended(stage):
    owner = stage.bureau()
    request_id = stage.add_company("nowa", owner)
    stage.post("/v1/bureaus/biuro500/module/suspend", stage.operator)

    stage.open_requested("nowa", request_id)

    assert stage.seen("nowa", owner)["state"] == "active"
    assert stage.said("bureau.link.refused.v1") == []


def test_asking_again_after_giving_up_ends_with_one_client_and_one_seat(stage):
    owner = stage.bureau(size=2)
    first = stage.add_company("nowa", owner)
    give_up(stage)
    second = stage.add_company("nowa", owner)

    stage.open_requested("nowa", first)
    stage.refuse(second, "nowa")

    assert stage.seen("nowa", owner)["state"] == "active"
    items = stage.get(CLIENTS, owner).json["items"]
    assert [item["prefix"] for item in items] == ["nowa"]
    assert stage.package() == (1, 1, 2)


def test_a_refusal_after_giving_up_changes_nothing(stage):
    owner = stage.bureau()
    request_id = stage.add_company("nowa", owner)
    give_up(stage)

    stage.refuse(request_id, "nowa")

    assert stage.seen("nowa", owner)["state"] == "abandoned"
    assert stage.package() == (0, 0, 5)


@pytest.mark.parametrize("refusal_first", [True, False])
def test_of_two_requests_for_one_prefix_one_ends_as_a_client_in_whatever_order_they_are_answered(
    stage, refusal_first
):
    owner = stage.bureau(size=3)
    first = stage.add_company("nowa", owner)
    give_up(stage)
    second = stage.add_company("nowa", owner)
    answers = [
        lambda: stage.refuse(second, "nowa"),
        lambda: stage.open_requested("nowa", first),
    ]

    for answer in answers if refusal_first else reversed(answers):
        answer()

    assert stage.seen("nowa", owner)["state"] == "active"
    assert stage.package() == (1, 1, 3)
    assert stage.get(SEATS, owner).json["balanced"]
    listed = stage.get(f"{CLIENTS}?limit=200", owner).json["items"]
    assert [client["prefix"] for client in listed] == ["nowa"]


@pytest.mark.parametrize("abandoned_first", [True, False])
def test_the_account_is_the_bureaus_whether_its_news_or_giving_up_comes_first(
    stage, abandoned_first
):
    owner = stage.bureau(size=1)
    request_id = stage.add_company("nowa", owner)

    if abandoned_first:
        give_up(stage)
    stage.open_requested("nowa", request_id)
    give_up(stage)

    assert stage.seen("nowa", owner)["state"] == "active"
    assert stage.package() == (1, 1, 1)
    assert len(stage.said("bureau.company.abandoned.v1")) == int(abandoned_first)


def test_what_accounts_says_after_giving_up_is_heard_behind_the_real_inbox(stage):
    world = World(stage, {"biuro500": 1})
    owner = world.people["biuro500"]
    stage.add_company("nowa", owner)
    for subject in world.unheard_by_accounts():
        world.accounts_hears(subject)
    give_up(stage)

    world.drain()

    assert stage.seen("nowa", owner)["state"] == "active"
    assert stage.package() == (1, 1, 1)
