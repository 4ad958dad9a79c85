"""The second factor, set up and used on pages alone."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import time_machine

from services.accounts.second_factor.picture import picture_of
from tests.accounts.builders import PASSWORD, Someone, World
from tests.pages.browser import Browser

EMAIL = "acme@example.com"
FACTOR = "/me/second-factor"


def secret_on(page: Any) -> str:
    found = re.search(r'name="secret" value="(\w+)"', page.text)
    assert found
    return found[1]


def code_of(secret: str) -> str:
    return pyotp.TOTP(secret).at(datetime.now(UTC))


def codes_on(page: Any) -> list[str]:
    return re.findall(r"(?:[a-z2-9]{4}-){3}[a-z2-9]{4}", page.text)


def turn_on(browser: Browser) -> tuple[str, list[str]]:
    browser.open(FACTOR)
    secret = secret_on(browser.send(FACTOR, password=PASSWORD))
    return secret, codes_on(browser.send(f"{FACTOR}/confirm", code=code_of(secret)))


def sign_in(world: World, **fields: str) -> Any:
    stranger = Browser(world.app, "accounts")
    stranger.open("/sign-in")
    return stranger.send("/sign-in", email=EMAIL, password=PASSWORD, **fields)


def test_it_is_turned_on_by_a_picture_and_a_code(owner: Someone, browser: Browser) -> None:
    assert "Drugi składnik logowania jest wyłączony" in browser.open(FACTOR).text
    picture = browser.send(FACTOR, password=PASSWORD)
    secret = secret_on(picture)

    codes = browser.send(f"{FACTOR}/confirm", code=code_of(secret))

    assert '<svg class="qr"' in picture.text
    assert f"secret={secret}" in picture.text
    assert picture.headers["Cache-Control"] == codes.headers["Cache-Control"] == "no-store"
    assert len(set(codes_on(codes))) == 10
    assert owner.get("/v1/me").json["second_factor"] is True
    state = browser.open(FACTOR).text
    assert "Drugi składnik logowania jest włączony" in state
    assert secret not in state


def test_a_wrong_password_shows_no_picture(browser: Browser) -> None:
    browser.open(FACTOR)

    refused = browser.send(FACTOR, password="another password")

    assert refused.status_code == 422
    assert "Hasło jest błędne." in refused.text
    assert "<svg class" not in refused.text


def test_a_wrong_code_shows_the_same_picture_again(owner: Someone, browser: Browser) -> None:
    browser.open(FACTOR)
    secret = secret_on(browser.send(FACTOR, password=PASSWORD))

    refused = browser.send(f"{FACTOR}/confirm", code="000000")
    blind = browser.post(f"{FACTOR}/confirm", code="000000", secret="guessed")

    assert refused.status_code == 422
    assert secret_on(refused) == secret
    assert secret not in blind.text
    assert owner.get("/v1/me").json["second_factor"] is False


def test_signing_in_on_a_page_takes_the_code_or_a_recovery_code(
    world: World, browser: Browser
) -> None:
    secret, codes = turn_on(browser)

    without = sign_in(world)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=1)):
        by_code = sign_in(world, code=code_of(secret))
    by_recovery, again = sign_in(world, code=codes[0]), sign_in(world, code=codes[0])

    assert without.status_code == 401
    assert "wymaga drugiego składnika" in without.text
    assert (by_code.status_code, by_recovery.status_code, again.status_code) == (303, 303, 401)
    assert ">9<" in browser.open(FACTOR).text


def test_new_recovery_codes_take_the_place_of_the_old_ones(world: World, browser: Browser) -> None:
    _, codes = turn_on(browser)
    browser.open(f"{FACTOR}/codes")

    new = codes_on(browser.send(f"{FACTOR}/codes", password=PASSWORD, code=codes[0]))

    assert len(set(new)) == 10
    assert not set(new) & set(codes)
    assert sign_in(world, code=codes[1]).status_code == 401
    assert sign_in(world, code=new[0]).status_code == 303


def test_it_is_turned_off_with_password_and_code(
    world: World, owner: Someone, browser: Browser
) -> None:
    _, codes = turn_on(browser)
    browser.open(f"{FACTOR}/off")

    wrong = browser.send(f"{FACTOR}/off", password=PASSWORD, code="000000")
    done = browser.send(f"{FACTOR}/off", password=PASSWORD, code=codes[0])

    assert (wrong.status_code, done.status_code) == (422, 303)
    assert owner.get("/v1/me").json["second_factor"] is False
    assert sign_in(world).status_code == 303


def test_turning_it_on_twice_is_refused_and_shows_how_it_is(browser: Browser) -> None:
    turn_on(browser)

    refused = browser.post(FACTOR, password=PASSWORD)

    assert refused.status_code == 409
    assert "Drugi składnik logowania jest włączony" in refused.text


def test_the_picture_has_a_margin_and_the_marks_in_its_corners() -> None:
    picture = picture_of("otpauth://totp/Biurko")

    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h", picture.path)}
    top_left = {(4 + x, 4) for x in range(7)} | {(4, 4 + y) for y in range(7)}
    assert top_left <= dark
    assert min(min(xy) for xy in dark) == 4
    assert max(max(xy) for xy in dark) == picture.size - 5
