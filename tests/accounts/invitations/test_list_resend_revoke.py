"""Invitations as an account's people see them: listed, mailed again, taken back."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from shared.clock import now
from tests.accounts.builders import PASSWORD, Someone, World

INVITATIONS = "/v1/accounts/acme/invitations"
USERS = "/v1/accounts/acme/users"
EWA = "ewa@example.com"


@pytest.fixture
def owner(world: World) -> Someone:
    return world.account("acme")


@pytest.fixture
def invited(owner: Someone) -> str:
    """The id of an invitation to Ewa."""
    owner.post(USERS, {"email": EWA, "role": "member"})
    return str(owner.get(INVITATIONS).json["items"][0]["id"])


def accept(world: World, token: str) -> Any:
    return world.nobody.post(
        f"/v1/invitations/{token}/accept", {"name": "Ewa", "password": PASSWORD}
    )


def token_of(world: World) -> str:
    return str(world.mailed(EWA, "membership")["token"])


def test_a_list_says_what_became_of_each_and_shows_no_token(
    world: World, owner: Someone, invited: str
) -> None:
    owner.put("/v1/accounts/acme/accountant_access", {"email": "jan@example.com"})
    token = token_of(world)
    accept(world, token)

    items = owner.get(INVITATIONS).json["items"]

    assert [(i["email"], i["purpose"], i["state"]) for i in items] == [
        ("jan@example.com", "accountant_access", "open"),
        (EWA, "membership", "accepted"),
    ]
    assert token not in owner.get(INVITATIONS).text


def test_only_who_may_change_settings_sees_invitations(world: World, owner: Someone) -> None:
    member = world.with_role(owner, "acme", "member")

    assert member.get(INVITATIONS).status_code == 403


def test_sent_again_it_runs_anew_and_the_old_link_is_dead(
    world: World, owner: Someone, invited: str
) -> None:
    old = token_of(world)
    with time_machine.travel(now() + timedelta(days=15)):
        ran_out = accept(world, old)
        again = world.sign_in(owner.email).post(f"{INVITATIONS}/{invited}/resend")
        new = token_of(world)

        assert ran_out.status_code == 409
        assert (again.status_code, again.json["state"], again.json["id"]) == (200, "open", invited)
        assert accept(world, old).status_code == 404
        assert accept(world, new).status_code == 200


def test_taken_back_it_opens_nothing_and_the_place_is_free(
    world: World, owner: Someone, invited: str
) -> None:
    revoked = owner.delete(f"{INVITATIONS}/{invited}")

    assert revoked.status_code == 204
    assert accept(world, token_of(world)).status_code == 409
    assert [u["email"] for u in owner.get(USERS).json["items"]] == [owner.email]


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("answered", ["accepted", "withdrawn"])
def test_one_that_was_answered_is_neither_sent_again_nor_taken_back(
    world: World, owner: Someone, invited: str, answered: str, method: str
) -> None:
    if answered == "accepted":
        accept(world, token_of(world))
    else:
        owner.delete(f"{INVITATIONS}/{invited}")

    tail = "/resend" if method == "POST" else ""
    refused = owner.send(method, f"{INVITATIONS}/{invited}{tail}")

    assert (refused.status_code, refused.json["code"]) == (409, "step_refused")
    assert len(owner.get(USERS).json["items"]) == (2 if answered == "accepted" else 1)


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_an_offer_to_own_is_repeated_by_its_transfer(owner: Someone, method: str) -> None:
    owner.post("/v1/accounts/acme/ownership_transfers", {"email": EWA})
    offer = owner.get(INVITATIONS).json["items"][0]["id"]

    refused = owner.send(method, f"{INVITATIONS}/{offer}{'/resend' if method == 'POST' else ''}")

    assert refused.status_code == 409
    assert refused.json["fix"].endswith("/v1/accounts/acme/ownership_transfers")


def test_another_accounts_invitation_is_not_there(
    world: World, owner: Someone, invited: str
) -> None:
    stranger = world.account("other")

    path = f"/v1/accounts/other/invitations/{invited}"

    assert stranger.post(f"{path}/resend").status_code == 404
    assert stranger.delete(path).status_code == 404
    assert accept(world, token_of(world)).status_code == 200


def test_an_accountant_who_has_not_come_is_invited_no_more(world: World, owner: Someone) -> None:
    owner.put("/v1/accounts/acme/accountant_access", {"email": EWA})
    invitation = owner.get(INVITATIONS).json["items"][0]["id"]

    owner.delete(f"{INVITATIONS}/{invitation}")
    again = owner.put("/v1/accounts/acme/accountant_access", {"email": "jan@example.com"})

    assert again.status_code == 201
    assert {u["email"] for u in owner.get(USERS).json["items"]} == {owner.email, "jan@example.com"}
