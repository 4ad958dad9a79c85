"""A second factor: codes by time, each good once, and recovery codes for a lost phone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pyotp
import pytest
import time_machine
from sqlalchemy import select

from services.accounts.config import Settings
from services.accounts.second_factor.models import RecoveryCode
from tests.accounts.builders import PASSWORD, Someone, World
from tests.accounts.conftest import an_app, close

FACTOR = "/v1/me/second_factor"
EMAIL = "jan@example.com"
START = datetime(2026, 5, 4, 12, 0, 10, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as clock:
        yield clock


@pytest.fixture
def jan(clock: Any, world: World) -> Someone:
    return world.account("acme", EMAIL)


def turn_on(jan: Someone) -> tuple[pyotp.TOTP, list[str]]:
    """The app of whoever has just turned the factor on, and the recovery codes."""
    enrolled = jan.post(FACTOR, {"password": PASSWORD})
    assert enrolled.status_code == 201, enrolled.text
    app = pyotp.TOTP(enrolled.json["secret"])
    confirmed = jan.post(f"{FACTOR}/confirm", {"code": code_of(app, -1)})
    assert confirmed.status_code == 200, confirmed.text
    return app, confirmed.json["recovery_codes"]


def code_of(app: pyotp.TOTP, steps: int = 0) -> str:
    """What the app shows now, or so many times 30 seconds later."""
    return app.at(datetime.now(UTC) + timedelta(seconds=30 * steps))


def sign_in(world: World, code: str | None = None, password: str = PASSWORD) -> Any:
    body = {"email": EMAIL, "password": password} | ({"code": code} if code else {})
    return world.nobody.post("/v1/sessions", body)


def codes_of(*answers: Any) -> list[tuple[int, str]]:
    return [(a.status_code, a.json.get("code", "")) for a in answers]


def test_an_app_reads_the_address_that_is_shown(jan: Someone) -> None:
    enrolled = jan.post(FACTOR, {"password": PASSWORD}).json

    uri = urlsplit(enrolled["otpauth_uri"])

    assert (uri.scheme, uri.netloc, unquote(uri.path)) == ("otpauth", "totp", f"/Biurko:{EMAIL}")
    assert parse_qs(uri.query)["secret"] == [enrolled["secret"]]


def test_until_a_code_confirmed_it_nobody_is_asked_for_one(world: World, jan: Someone) -> None:
    jan.post(FACTOR, {"password": PASSWORD})

    wrong = jan.post(f"{FACTOR}/confirm", {"code": "000000"})

    assert (wrong.status_code, wrong.json["errors"][0]["pointer"]) == (422, "/code")
    assert jan.get(FACTOR).json["is_on"] is False
    assert sign_in(world).status_code == 201


def test_whoever_turned_it_on_needs_a_code(world: World, jan: Someone) -> None:
    app, _ = turn_on(jan)

    answers = [sign_in(world), sign_in(world, "000000"), sign_in(world, code_of(app))]

    assert codes_of(*answers) == [
        (401, "second_factor_required"),
        (401, "second_factor_required"),
        (201, ""),
    ]
    assert jan.get("/v1/me").json["second_factor"] is True
    assert world.mailed(EMAIL, "second_factor_on") == {}


def test_a_wrong_password_says_nothing_of_a_second_factor(world: World, jan: Someone) -> None:
    app, _ = turn_on(jan)

    answers = [sign_in(world, c, "wrong password") for c in (None, code_of(app))]

    assert codes_of(*answers) == [(401, "unauthenticated")] * 2
    assert sign_in(world, code_of(app)).status_code == 201


def test_a_code_is_good_once(world: World, clock: Any, jan: Someone) -> None:
    app, _ = turn_on(jan)
    code = code_of(app)

    answers = [sign_in(world, code), sign_in(world, code)]
    clock.shift(30)

    assert [a.status_code for a in answers] == [201, 401]
    assert sign_in(world, code).status_code == 401
    assert sign_in(world, code_of(app)).status_code == 201


def test_the_code_that_turned_it_on_does_not_sign_in(world: World, jan: Someone) -> None:
    app, _ = turn_on(jan)

    assert sign_in(world, code_of(app, -1)).status_code == 401


@pytest.mark.parametrize(("steps", "status"), [(-2, 401), (-1, 401), (1, 201), (2, 401)])
def test_a_clock_may_be_half_a_minute_off(
    world: World, jan: Someone, steps: int, status: int
) -> None:
    app, _ = turn_on(jan)  # By the code of the step before this one.

    assert sign_in(world, code_of(app, steps)).status_code == status


def test_spaces_in_a_code_do_not_matter(world: World, jan: Someone) -> None:
    app, _ = turn_on(jan)
    code = code_of(app)

    assert sign_in(world, f"{code[:3]} {code[3:]}").status_code == 201


def test_each_of_ten_recovery_codes_is_good_once(world: World, jan: Someone) -> None:
    _, recovery = turn_on(jan)

    first, again, other = (sign_in(world, c) for c in (recovery[0], recovery[0], recovery[1]))

    assert len(set(recovery)) == 10
    assert [a.status_code for a in (first, again, other)] == [201, 401, 201]
    assert jan.get(FACTOR).json["recovery_codes_left"] == 8


def test_recovery_codes_are_kept_as_hashes(world: World, jan: Someone) -> None:
    _, recovery = turn_on(jan)

    with world.reading() as session:
        kept = session.scalars(select(RecoveryCode.digest)).all()

    assert len(kept) == 10
    assert not {code for code in recovery for row in kept if code.replace("-", "") in row}


def test_a_recovery_code_is_nobody_elses(world: World, jan: Someone) -> None:
    _, recovery = turn_on(jan)
    ewa = world.account("other", "ewa@example.com")
    turn_on(ewa)

    body = {"email": ewa.email, "password": PASSWORD, "code": recovery[0]}

    assert world.nobody.post("/v1/sessions", body).status_code == 401


def test_a_repeated_request_does_not_show_the_secrets_again(jan: Someone) -> None:
    body, key = {"password": PASSWORD}, {"Idempotency-Key": "k"}

    first, again = (jan.post(FACTOR, body, headers=key) for _ in range(2))

    assert first.json["secret"]
    assert (again.status_code, again.json) == (201, {"secret": None, "otpauth_uri": None})


def test_new_recovery_codes_take_the_place_of_the_old(world: World, jan: Someone) -> None:
    app, old = turn_on(jan)

    new = jan.post(f"{FACTOR}/recovery_codes", {"password": PASSWORD, "code": code_of(app)})

    assert sign_in(world, old[0]).status_code == 401
    assert sign_in(world, new.json["recovery_codes"][0]).status_code == 201


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("wrong", ["password", "code"])
def test_changing_it_takes_password_and_code(
    world: World, jan: Someone, method: str, wrong: str
) -> None:
    app, _ = turn_on(jan)
    path = f"{FACTOR}/recovery_codes" if method == "POST" else FACTOR
    body = {"password": PASSWORD, "code": code_of(app), wrong: "12345678"}

    refused = jan.send(method, path, body)

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, f"/{wrong}")
    assert jan.get(FACTOR).json["is_on"] is True


def test_turned_off_the_password_is_enough(world: World, jan: Someone) -> None:
    app, _ = turn_on(jan)

    off = jan.delete(FACTOR, json={"password": PASSWORD, "code": code_of(app)})

    assert off.status_code == 204
    assert sign_in(world).status_code == 201
    assert jan.get(FACTOR).json == {"is_on": False, "confirmed_at": None, "recovery_codes_left": 0}
    assert world.mailed(EMAIL, "second_factor_off") == {}


def test_it_is_set_up_once(jan: Someone) -> None:
    app, _ = turn_on(jan)

    answers = [
        jan.post(FACTOR, {"password": PASSWORD}),
        jan.post(f"{FACTOR}/confirm", {"code": code_of(app)}),
    ]

    assert codes_of(*answers) == [(409, "step_refused")] * 2


def test_setting_it_up_takes_the_password(jan: Someone) -> None:
    refused = jan.post(FACTOR, {"password": "wrong password"})

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/password")


def test_what_is_not_set_up_is_neither_confirmed_nor_turned_off(jan: Someone) -> None:
    answers = [
        jan.post(f"{FACTOR}/confirm", {"code": "123456"}),
        jan.delete(FACTOR, json={"password": PASSWORD, "code": "123456"}),
    ]

    assert codes_of(*answers) == [(409, "step_refused")] * 2


def test_a_program_sends_the_code_too(world: World, jan: Someone) -> None:
    app, _ = turn_on(jan)
    body = {"login": EMAIL, "password": PASSWORD}

    refused = world.nobody.post("/login.json", body)
    let_in = world.nobody.post("/login.json", body | {"code": code_of(app)})

    assert (refused.status_code, refused.json["code"]) == (401, "error")
    assert "second factor" in refused.json["message"]
    assert let_in.json["api_token"].endswith("/acme")


def test_guessing_in_a_session_is_slowed_down(clock: Any, settings: Settings) -> None:
    app = an_app(replace(settings, rate_limits=True))
    jan = World(app).account("acme", EMAIL)
    body = {"password": "wrong password", "code": "000000"}

    codes = [jan.delete(FACTOR, json=body).status_code for _ in range(11)]

    assert codes == [422] * 10 + [429]
    close(app)


def test_who_took_anothers_mailbox_leaves_no_second_factor_behind(
    world: World, jan: Someone
) -> None:
    eve = world.account("eves", "ewa@example.com")  # An address that she does not read.
    turn_on(eve)
    jan.post(
        "/v1/accounts/acme/users", {"email": "ewa@example.com", "role": "member", "invite": True}
    )
    token = world.mailed("ewa@example.com", "membership")["token"]

    body = {"name": "Ewa", "password": "the real one's"}
    accepted = world.nobody.post(f"/v1/invitations/{token}/accept", body)

    assert accepted.status_code == 200
    assert world.sign_in("ewa@example.com", "the real one's").get("/v1/me").status_code == 200
