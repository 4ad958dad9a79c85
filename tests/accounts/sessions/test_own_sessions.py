"""A person sees where they are signed in, ends what is not theirs, and changes their password."""

from typing import Any

import pytest

from services.accounts.sessions.devices import shortened
from tests.accounts.builders import PASSWORD, Someone, World

SESSIONS = "/v1/me/sessions"
EMAIL = "jan@example.com"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NEW = "a quite new password"


@pytest.fixture
def jan(world: World) -> Someone:
    return world.account("acme", EMAIL)


def is_in(someone: Someone) -> bool:
    return bool(someone.get("/v1/me").status_code == 200)


def ended(world: World) -> int:
    return len(world.said("accounts.session.ended.v1"))


def test_each_session_says_when_from_where_and_which_is_this_one(
    world: World, jan: Someone
) -> None:
    body = {"email": EMAIL, "password": PASSWORD}
    environment = {"REMOTE_ADDR": "192.0.2.7"}
    given = world.nobody.post(
        "/v1/sessions", body, headers={"User-Agent": FIREFOX}, environ_base=environment
    ).json

    items = jan.get(SESSIONS).json["items"]

    assert [(s["address"], s["user_agent"], s["current"]) for s in items] == [
        ("192.0.2.7", "Firefox, Linux", False),
        ("127.0.0.1", "Werkzeug", True),
    ]
    first = items[0]["last_used_at"]
    assert first == items[0]["started_at"]
    world.nobody.post("/v1/sessions/refresh", {"refresh_token": given["refresh_token"]})
    assert jan.get(SESSIONS).json["items"][0]["last_used_at"] > first


@pytest.mark.parametrize(
    ("header", "short"),
    [
        (FIREFOX, "Firefox, Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari, iOS",
        ),
        ("curl/8.9.1", "curl"),
        ("", ""),
        ("\x1b[31m" + "x" * 500, ""),
    ],
)
def test_a_browser_is_named_shortly(header: str, short: str) -> None:
    assert shortened(header) == short


def test_one_session_is_ended_everywhere(world: World, jan: Someone) -> None:
    other = world.sign_in(EMAIL)
    (session,) = [s for s in jan.get(SESSIONS).json["items"] if not s["current"]]

    codes = [jan.delete(f"{SESSIONS}/{session['id']}").status_code for _ in range(2)]

    assert codes == [204, 404]
    assert (is_in(jan), is_in(other)) == (True, False)
    assert ended(world) == 1
    refresh = {"refresh_token": other.refresh_token}
    assert world.nobody.post("/v1/sessions/refresh", refresh).status_code == 401


def test_all_others_are_ended_at_once(world: World, jan: Someone) -> None:
    others = [world.sign_in(EMAIL) for _ in range(2)]

    assert jan.delete(SESSIONS).status_code == 204

    assert [is_in(someone) for someone in (jan, *others)] == [True, False, False]
    assert ended(world) == 2
    assert len(jan.get(SESSIONS).json["items"]) == 1


def test_nobody_sees_or_ends_anothers_session(world: World, jan: Someone) -> None:
    eve = world.account("eves")
    (session,) = jan.get(SESSIONS).json["items"]

    refused = eve.delete(f"{SESSIONS}/{session['id']}")

    assert refused.status_code == 404
    assert session["id"] not in eve.get(SESSIONS).text
    assert is_in(jan)


def change(jan: Someone, **body: Any) -> Any:
    return jan.patch("/v1/me", body)


def test_a_person_changes_their_name(world: World, jan: Someone) -> None:
    other = world.sign_in(EMAIL)

    changed = change(jan, name="Firma Acme")

    assert (changed.status_code, changed.json["name"]) == (200, "Firma Acme")
    assert is_in(other)


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "a\x00b"])
def test_a_name_that_is_none_is_refused(jan: Someone, name: str) -> None:
    assert change(jan, name=name).json["errors"][0]["pointer"] == "/name"


def test_a_new_password_ends_all_other_sessions(world: World, jan: Someone) -> None:
    other = world.sign_in(EMAIL)

    changed = change(jan, password=NEW, current_password=PASSWORD)

    assert changed.status_code == 200
    assert (is_in(jan), is_in(other)) == (True, False)
    old = world.nobody.post("/v1/sessions", {"email": EMAIL, "password": PASSWORD})
    assert old.status_code == 401
    world.sign_in(EMAIL, NEW)
    assert world.mailed(EMAIL, "password_changed") == {}


@pytest.mark.parametrize("current", [{}, {"current_password": "wrong password"}])
def test_a_new_password_takes_the_current_one(
    world: World, jan: Someone, current: dict[str, str]
) -> None:
    refused = change(jan, password=NEW, **current)

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/current_password")
    world.sign_in(EMAIL)


def test_a_program_is_no_person(world: World, jan: Someone) -> None:
    given = jan.post("/v1/accounts/acme/api_tokens", {"name": "shop"}).json
    form = {"grant_type": "client_credentials"}
    basic = (given["id"], given["token"])
    token = world.nobody.send("POST", "/v1/oauth/token", data=form, auth=basic).json
    product = Someone(world.app, {"Authorization": f"Bearer {token['access_token']}"})

    answers = [
        product.patch("/v1/me", {"name": "x"}),
        product.get(SESSIONS),
        product.delete(SESSIONS),
        product.get("/v1/me/email"),
        product.get("/v1/me/second_factor"),
        product.post("/v1/me/second_factor", {"password": PASSWORD}),
        product.put("/v1/me/email", {"email": "x@example.com", "password": PASSWORD}),
    ]

    assert [a.status_code for a in answers] == [403] * 7
