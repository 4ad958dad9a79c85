"""What a person sees of themselves, and how their e-mail is verified."""

from datetime import timedelta

import pytest
import time_machine

from services.accounts.users.verification import LIFE, forget_old
from shared.clock import now
from tests.accounts.builders import Someone, World


@pytest.fixture
def jan(world: World) -> Someone:
    return world.account("acme", "jan@example.com")


def test_a_person_sees_their_accounts_and_roles(world: World, jan: Someone) -> None:
    other = world.account("other")
    other.post("/v1/accounts/other/users", {"email": jan.email, "role": "member"})

    me = jan.get("/v1/me").json

    assert (me["id"], me["email"], me["email_verified"]) == (jan.id, jan.email, False)
    assert me["accounts"] == [
        {"prefix": "acme", "role": "owner", "via": "user"},
        {"prefix": "other", "role": "member", "via": "user"},
    ]


def test_the_link_in_the_mail_verifies_the_email(world: World, jan: Someone) -> None:
    token = world.mailed(jan.email, "verification")["token"]

    answers = [jan.post("/v1/me/email_verification", {"token": token}) for _ in range(2)]

    assert [(a.status_code, a.json["email_verified"]) for a in answers] == [(200, True)] * 2


def test_the_link_is_proof_enough_for_who_is_not_signed_in(world: World, jan: Someone) -> None:
    token = world.mailed(jan.email, "verification")["token"]

    answer = world.nobody.post("/v1/me/email_verification", {"token": token})

    assert (answer.status_code, answer.json["email_verified"]) == (200, True)
    assert jan.get("/v1/me").json["email_verified"] is True


def test_a_link_verifies_nobody_else(world: World, jan: Someone) -> None:
    eve = world.account("eves")
    token = world.mailed(jan.email, "verification")["token"]

    refused = eve.post("/v1/me/email_verification", {"token": token})

    assert refused.json["errors"][0]["pointer"] == "/token"
    assert eve.get("/v1/me").json["email_verified"] is False


def test_a_link_that_ran_out_is_mailed_anew(world: World, jan: Someone) -> None:
    token = world.mailed(jan.email, "verification")["token"]

    with time_machine.travel(now() + LIFE + timedelta(seconds=1)):
        later = world.sign_in(jan.email)
        refused = later.post("/v1/me/email_verification", {"token": token})
        with world.sessions.begin() as session:
            forget_old(session)
        mailed = later.post("/v1/me/email_verification/mail")
        world.verify(later)

    assert (refused.status_code, mailed.status_code) == (422, 204)


def test_whoever_is_verified_is_mailed_no_link(world: World, jan: Someone) -> None:
    world.verify(jan)
    token = world.mailed(jan.email, "verification")["token"]

    jan.post("/v1/me/email_verification/mail")

    assert world.mailed(jan.email, "verification")["token"] == token


@pytest.mark.parametrize("path", ["/v1/me", "/v1/accounts/acme"])
def test_nobody_sees_anything(world: World, jan: Someone, path: str) -> None:
    answer = world.nobody.get(path)

    assert (answer.status_code, answer.json["code"]) == (401, "unauthenticated")


def test_a_new_name_is_told_to_the_services_that_show_it(world: World, jan: Someone) -> None:
    answers = [jan.patch("/v1/me", {"name": "Another name"}) for _ in range(2)]

    told = [m for m in world.said("accounts.user.roles_changed.v1") if m["user_id"] == jan.id]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [(m["person_name"], m["email"]) for m in told[1:]] == [("Another name", jan.email)]
