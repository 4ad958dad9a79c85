"""An offer is mailed again, and its 14 days begin anew."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from services.accounts.ownership.chores import expire_due
from shared.clock import now
from tests.accounts.builders import PASSWORD, Someone, World

TRANSFERS = "/v1/accounts/acme/ownership_transfers"
TAKER = "taker@example.com"


@pytest.fixture
def owner(world: World) -> Someone:
    return world.account("acme")


@pytest.fixture
def offered(owner: Someone) -> Any:
    return owner.post(TRANSFERS, {"email": TAKER}).json


def resend(someone: Someone, offered: Any) -> Any:
    return someone.post(f"/v1/ownership_transfers/{offered['id']}/resend")


def accept(world: World, token: str) -> Any:
    body = {"name": "Taker", "password": PASSWORD}
    return world.nobody.post(f"/v1/invitations/{token}/accept", body)


def test_it_stands_for_14_days_from_the_last_mail(
    world: World, owner: Someone, offered: Any
) -> None:
    with time_machine.travel(now() + timedelta(days=13)):
        again = resend(world.sign_in(owner.email), offered)
    assert (again.status_code, again.json["state"]) == (200, "offered")
    assert again.json["expires_at"] > offered["expires_at"]

    with time_machine.travel(now() + timedelta(days=26)):
        with world.sessions.begin() as session:
            expire_due(session)
        accepted = accept(world, world.mailed(TAKER, "ownership")["token"])

    assert accepted.status_code == 200


def test_the_link_before_is_dead_and_the_new_one_works(
    world: World, owner: Someone, offered: Any
) -> None:
    first = world.mailed(TAKER, "ownership")["token"]

    resend(owner, offered)

    refused = accept(world, first)
    assert (refused.status_code, refused.json["code"]) == (409, "step_refused")
    assert accept(world, world.mailed(TAKER, "ownership")["token"]).status_code == 200


def test_it_stays_the_one_open_offer(world: World, owner: Someone, offered: Any) -> None:
    resend(owner, offered)

    second = owner.post(TRANSFERS, {"email": "other@example.com"})

    assert (second.status_code, second.json["code"]) == (409, "transfer_pending")
    assert [t["id"] for t in owner.get(TRANSFERS).json["items"]] == [offered["id"]]


def test_others_are_told_until_when_it_stands(world: World, owner: Someone, offered: Any) -> None:
    again = resend(owner, offered).json

    told = world.said("accounts.transfer.offered.v1")

    assert [t["expires_at"] for t in told] == [offered["expires_at"], again["expires_at"]]
    assert {t["transfer_id"] for t in told} == {offered["id"]}


@pytest.mark.parametrize("end", ["cancel", "accept", "expire"])
def test_an_offer_that_ended_is_not_sent_again(
    world: World, owner: Someone, offered: Any, end: str
) -> None:
    later = timedelta(days=15) if end == "expire" else timedelta()
    if end == "cancel":
        owner.post(f"/v1/ownership_transfers/{offered['id']}/cancel")
    if end == "accept":
        accept(world, world.mailed(TAKER, "ownership")["token"])

    with time_machine.travel(now() + later):
        someone = world.sign_in(TAKER if end == "accept" else owner.email)
        refused = resend(someone, offered)

    assert (refused.status_code, refused.json["code"]) == (409, "step_refused")


def test_the_owner_alone_sends_it_again(world: World, owner: Someone, offered: Any) -> None:
    admin = world.with_role(owner, "acme", "admin")
    taker = world.account("takers", TAKER)
    stranger = world.account("strangers")

    codes = [resend(who, offered).status_code for who in (admin, taker, stranger)]

    assert codes == [403, 403, 404]
