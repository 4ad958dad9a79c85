"""Accepting an invitation: signed in, by a password, or by choosing one."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from services.accounts.invitations.actions import LIFE
from shared.clock import now
from tests.accounts.builders import PASSWORD, Someone, World

JAN = "jan@example.com"


@pytest.fixture
def owner(world: World) -> Someone:
    return world.account("acme")


@pytest.fixture
def token(world: World, owner: Someone) -> str:
    """Of the invitation of Jan as administrator."""
    owner.post("/v1/accounts/acme/users", {"email": JAN, "role": "admin", "invite": True})
    return str(world.mailed(JAN, "membership")["token"])


def accept(someone: Someone, token: str, **body: Any) -> Any:
    return someone.post(f"/v1/invitations/{token}/accept", body)


def test_everybody_with_the_link_sees_what_it_is_for(world: World, token: str) -> None:
    answer = world.nobody.get(f"/v1/invitations/{token}")

    seen = {name: answer.json[name] for name in ("purpose", "account", "email", "role", "state")}
    assert seen == {
        "purpose": "membership",
        "account": "acme",
        "email": JAN,
        "role": "admin",
        "state": "open",
    }


def test_a_made_up_token_is_no_invitation(world: World) -> None:
    assert world.nobody.get("/v1/invitations/made-up").status_code == 404
    assert accept(world.nobody, "made-up", name="Jan", password=PASSWORD).status_code == 404


def test_a_newcomer_chooses_a_name_and_a_password(world: World, token: str) -> None:
    accepted = accept(world.nobody, token, name="Jan Kowalski", password=PASSWORD)

    jan = world.sign_in(JAN)
    assert (accepted.status_code, accepted.json["state"]) == (200, "accepted")
    assert accepted.json["user"] == {"id": jan.id, "name": "Jan Kowalski", "email": JAN}
    assert jan.get("/v1/me").json["email_verified"] is True


@pytest.mark.parametrize("body", [{}, {"name": "Jan"}, {"password": PASSWORD}])
def test_a_newcomer_needs_both(world: World, token: str, body: dict[str, str]) -> None:
    refused = accept(world.nobody, token, **body)

    assert (refused.status_code, refused.json["code"]) == (422, "invalid")
    assert world.nobody.get(f"/v1/invitations/{token}").json["state"] == "open"


def test_whoever_is_signed_in_accepts_with_nothing_more(world: World, token: str) -> None:
    jan = world.account("jans", JAN)

    accepted = accept(jan, token)

    assert accepted.status_code == 200
    assert jan.get("/v1/accounts/acme").status_code == 200
    assert jan.get("/v1/me").json["email_verified"] is True


def test_an_invitation_is_for_one_person(world: World, token: str) -> None:
    eve = world.account("eves")

    refused = accept(eve, token)

    assert (refused.status_code, refused.json["code"]) == (403, "forbidden")
    assert eve.get("/v1/accounts/acme").status_code == 404


def test_a_verified_person_proves_their_password(world: World, token: str) -> None:
    world.verify(world.account("jans", JAN))

    refused = accept(world.nobody, token, name="Jan", password="another password")
    accepted = accept(world.nobody, token, password=PASSWORD)

    assert refused.json["errors"][0]["pointer"] == "/password"
    assert accepted.status_code == 200
    world.sign_in(JAN)


def test_a_mailboxs_reader_takes_it_over_from_whoever_signed_up_with_its_address(
    world: World, token: str
) -> None:
    squatter = world.account("squat", JAN)

    accept(world.nobody, token, name="Jan", password="a new password")

    wrong = world.nobody.post("/v1/sessions", {"email": JAN, "password": PASSWORD})
    assert wrong.status_code == 401
    assert squatter.get("/v1/me").status_code == 401
    assert world.sign_in(JAN, "a new password").get("/v1/accounts/acme").status_code == 200


def test_an_invitation_is_accepted_once(world: World, token: str) -> None:
    accept(world.nobody, token, name="Jan", password=PASSWORD)

    again = accept(world.sign_in(JAN), token)

    assert (again.status_code, again.json["code"]) == (409, "step_refused")


def test_an_invitation_runs_out(world: World, token: str) -> None:
    with time_machine.travel(now() + LIFE + timedelta(seconds=1)):
        seen = world.nobody.get(f"/v1/invitations/{token}")
        refused = accept(world.nobody, token, name="Jan", password=PASSWORD)

    assert seen.json["state"] == "expired"
    assert (refused.status_code, refused.json["code"]) == (409, "step_refused")


def test_the_role_is_the_one_that_the_place_has_now(
    world: World, owner: Someone, token: str
) -> None:
    user_id = owner.get("/v1/accounts/acme/users").json["items"][-1]["id"]
    owner.patch(f"/v1/accounts/acme/users/{user_id}", {"role": "member"})

    accept(world.nobody, token, name="Jan", password=PASSWORD)

    assert world.sign_in(JAN).get("/v1/me").json["accounts"][0]["role"] == "member"


def test_an_api_token_accepts_nothing(world: World, owner: Someone, token: str) -> None:
    given = owner.post("/v1/accounts/acme/api_tokens", {"name": "shop"}).json
    basic = (given["id"], given["token"])
    form = {"grant_type": "client_credentials"}
    bearer = world.nobody.send("POST", "/v1/oauth/token", data=form, auth=basic).json
    product = Someone(world.app, {"Authorization": f"Bearer {bearer['access_token']}"})

    assert accept(product, token).status_code == 403
