"""Signing in, staying signed in, signing out."""

from datetime import timedelta
from typing import Any

import jwt
import pytest
import time_machine
from argon2 import PasswordHasher
from sqlalchemy import update

from services.accounts.sessions import actions, passwords
from services.accounts.sessions.actions import LIFE
from services.accounts.users.models import User
from shared.clock import now
from tests.accounts.builders import PASSWORD, Someone, World
from tests.quicker import HASHER


@pytest.fixture
def jan(world: World) -> Someone:
    return world.account("acme", "jan@example.com")


def refresh(world: World, token: str) -> Any:
    return world.nobody.post("/v1/sessions/refresh", {"refresh_token": token})


def lasts(world: World, access_token: str) -> bool:
    headers = {"Authorization": f"Bearer {access_token}"}
    return bool(world.nobody.get("/v1/me", headers=headers).status_code == 200)


def test_an_access_token_says_who_it_is_for_and_what_they_may(world: World, jan: Someone) -> None:
    answer = world.nobody.post("/v1/sessions", {"email": "JAN@example.com", "password": PASSWORD})

    given = answer.json
    claims = jwt.decode(given["access_token"], options={"verify_signature": False})
    assert (given["token_type"], given["expires_in"]) == ("Bearer", 300)
    assert given["user"] == {"id": jan.id, "name": "Owner of acme", "email": jan.email}
    assert claims["exp"] - claims["iat"] == 300
    assert {name: claims[name] for name in ("sub", "kind", "operator", "rv", "roles")} == {
        "sub": jan.id,
        "kind": "user",
        "operator": False,
        "rv": 1,
        "roles": {world.id_of("acme"): "owner"},
    }
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("email", ["jan@example.com", "nobody@example.com"])
def test_a_wrong_password_and_an_unknown_email_look_the_same(
    world: World, jan: Someone, email: str
) -> None:
    answer = world.nobody.post("/v1/sessions", {"email": email, "password": "wrong password"})

    assert (answer.status_code, answer.json["code"]) == (401, "unauthenticated")
    assert answer.json["detail"] == "The e-mail or the password is wrong."


def test_a_person_who_was_only_invited_has_no_password(world: World, jan: Someone) -> None:
    jan.post("/v1/accounts/acme/users", {"email": "ewa@example.com", "role": "member"})

    answer = world.nobody.post("/v1/sessions", {"email": "ewa@example.com", "password": ""})

    assert answer.status_code == 401


def test_a_refresh_token_gives_new_tokens_with_the_newest_roles(world: World, jan: Someone) -> None:
    world.account("second", jan.email)

    answer = refresh(world, jan.refresh_token)

    claims = jwt.decode(answer.json["access_token"], options={"verify_signature": False})
    assert answer.status_code == 200
    assert answer.json["refresh_token"] != jan.refresh_token
    assert set(claims["roles"]) == {world.id_of("acme"), world.id_of("second")}


def test_a_spent_refresh_token_ends_its_whole_session(world: World, jan: Someone) -> None:
    newer = refresh(world, jan.refresh_token).json

    stolen = refresh(world, jan.refresh_token)

    assert (stolen.status_code, stolen.json["code"]) == (401, "unauthenticated")
    assert refresh(world, newer["refresh_token"]).status_code == 401
    assert not lasts(world, newer["access_token"])
    assert [m["user_id"] for m in world.said("accounts.session.ended.v1")] == [jan.id]


def test_other_sessions_of_the_person_go_on(world: World, jan: Someone) -> None:
    other = world.sign_in(jan.email)
    refresh(world, jan.refresh_token)

    refresh(world, jan.refresh_token)

    assert other.get("/v1/me").status_code == 200
    assert refresh(world, other.refresh_token).status_code == 200


def test_a_made_up_refresh_token_is_refused(world: World) -> None:
    assert refresh(world, "made up").status_code == 401


def test_signing_out_ends_the_session_everywhere(world: World, jan: Someone) -> None:
    signed_out = jan.delete("/v1/sessions/current")

    assert signed_out.status_code == 204
    assert jan.get("/v1/me").status_code == 401
    assert refresh(world, jan.refresh_token).status_code == 401
    assert len(world.said("accounts.session.ended.v1")) == 1


def test_a_refresh_token_alone_signs_out_too(world: World, jan: Someone) -> None:
    signed_out = world.nobody.delete(
        "/v1/sessions/current", json={"refresh_token": jan.refresh_token}
    )

    assert signed_out.status_code == 204
    assert jan.get("/v1/me").status_code == 401


def test_nobody_is_signed_out(world: World) -> None:
    assert world.nobody.delete("/v1/sessions/current").status_code == 401


def test_an_access_token_runs_out(world: World, jan: Someone) -> None:
    with time_machine.travel(now() + timedelta(seconds=306)):
        answer = jan.get("/v1/me")

    assert answer.status_code == 401
    assert "Bearer" in answer.headers["WWW-Authenticate"]


def test_a_session_that_was_not_refreshed_is_over(world: World, jan: Someone) -> None:
    with time_machine.travel(now() + LIFE + timedelta(seconds=1)):
        assert refresh(world, jan.refresh_token).status_code == 401


def test_a_session_that_is_refreshed_goes_on(world: World, jan: Someone) -> None:
    with time_machine.travel(now() + timedelta(days=29)):
        newer = refresh(world, jan.refresh_token).json["refresh_token"]
    with time_machine.travel(now() + timedelta(days=58)):
        with world.sessions.begin() as session:
            actions.forget_old(session)
        assert refresh(world, newer).status_code == 200


def test_a_password_stored_with_weaker_parameters_is_stored_anew(
    world: World, jan: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "hasher", HASHER)
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    with world.sessions.begin() as session:
        session.execute(update(User).values(password_hash=weak))

    world.sign_in(jan.email)

    with world.sessions() as session:
        stored = session.get_one(User, jan.id).password_hash
    assert stored is not None
    assert "m=19456,t=2,p=1" in stored


@pytest.mark.parametrize("spoil", [lambda t: t[:-4] + "AAAA", lambda t: "x" + t, lambda t: "x"])
def test_a_token_that_was_changed_is_refused(world: World, jan: Someone, spoil: Any) -> None:
    token = spoil(jan.headers["Authorization"].removeprefix("Bearer "))

    assert not lasts(world, token)


def test_a_token_without_a_signature_is_refused(world: World, jan: Someone) -> None:
    token = jan.headers["Authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, options={"verify_signature": False})
    kid = {"kid": jwt.get_unverified_header(token)["kid"]}
    unsigned = jwt.encode(claims, None, algorithm="none", headers=kid)

    assert not lasts(world, unsigned)
