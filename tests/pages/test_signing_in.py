"""One sign-in for all pages: cookies, renewal, sign-out, and where one may be sent."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pyotp
import pytest
import time_machine
from flask import Flask

from services.accounts.config import Settings
from shared.clock import now
from shared.pages.cookies import ACCESS, REFRESH
from tests.accounts.builders import PASSWORD, World
from tests.accounts.conftest import an_app, close
from tests.pages.browser import Browser

EMAIL = "acme@example.com"
OURS = "https://accounts.test"


@pytest.fixture
def browser(world: World) -> Browser:
    """Of somebody who owns `acme`, and is not signed in."""
    world.account("acme")
    return Browser(world.app, "accounts")


def sign_in(browser: Browser, **fields: str) -> Any:
    browser.open(fields.pop("at", "/sign-in"))
    return browser.send("/sign-in", email=EMAIL, password=PASSWORD, **fields)


def cookie(browser: Browser, name: str, path: str = "/") -> Any:
    return browser.client.get_cookie(name, path=path)


def test_who_signs_in_gets_cookies_that_no_script_reads(browser: Browser) -> None:
    answer = sign_in(browser)

    assert (answer.status_code, answer.location) == (303, "/")
    for name, path in ((ACCESS, "/"), (REFRESH, "/sign-in")):
        set_ = next(v for v in answer.headers.getlist("Set-Cookie") if v.startswith(f"{name}="))
        assert "HttpOnly" in set_
        assert "SameSite=Lax" in set_
        assert "Secure" in set_
        assert f"Path={path};" in f"{set_};"
    assert browser.open("/").status_code == 200


def test_cookies_go_without_tls_where_there_is_none(settings: Settings) -> None:
    plain = an_app(Settings(**settings.__dict__ | {"public_url": "http://127.0.0.1:8001"}))
    World(plain).account("acme")

    answer = sign_in(Browser(plain, "accounts"))

    assert "Secure" not in "".join(answer.headers.getlist("Set-Cookie"))
    close(plain)


def test_a_wrong_password_shows_the_form_again_without_the_password(browser: Browser) -> None:
    browser.open("/sign-in?next=/account/acme/settings/users")

    answer = browser.send("/sign-in", email=EMAIL, password="not the password")

    assert answer.status_code == 401
    assert "Adres e-mail lub hasło" in answer.text
    assert f'value="{EMAIL}"' in answer.text
    assert "not the password" not in answer.text
    assert browser.send("/sign-in", password=PASSWORD).location == "/account/acme/settings/users"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "https://accounts.test.evil.example/",
        "https://accounts.test@evil.example/",
        "javascript:alert(1)",
        "https:evil.example",
        "/\tevil",
        "http://accounts.test/",
    ],
)
def test_nobody_is_sent_to_a_strange_address(browser: Browser, address: str) -> None:
    sign_in(browser, at=f"/sign-in?next={quote(address)}")
    renewed = browser.open(f"/sign-in/renew?next={quote(address)}")
    shown = browser.open(f"/sign-in?next={quote(address)}")

    assert renewed.location == "/"
    assert shown.location == "/"


def test_one_goes_on_to_pages_of_the_other_services(world: World, settings: Settings) -> None:
    pages = {"bureau_pages_url": "https://bureau.test", "exports_pages_url": "https://exports.test"}
    app = an_app(Settings(**settings.__dict__ | pages))
    World(app).account("acme")
    address = "https://bureau.test/panel/acme/clients?q=x"

    answer = sign_in(Browser(app, "accounts"), at=f"/sign-in?next={quote(address)}")

    assert answer.location == address
    close(app)


def test_a_page_that_finds_no_sign_in_sends_for_a_renewal_and_comes_back(
    browser: Browser,
) -> None:
    first = browser.open("/account/acme/settings/users?cursor=x")

    assert first.status_code == 307
    back = quote(f"{OURS}/account/acme/settings/users?cursor=x", safe="")
    assert first.location == f"{OURS}/sign-in/renew?next={back}"
    assert browser.open(first.location).location == f"/sign-in?next={back}"


def test_a_form_that_comes_after_the_tokens_end_is_sent_again(browser: Browser) -> None:
    sign_in(browser)
    browser.open("/account/acme/settings/users")
    browser.client.delete_cookie(ACCESS)

    sent = browser.client.post("/account/acme/settings/ending/end", data={})
    renewed = browser.client.post(
        sent.location.removeprefix(OURS), headers={"Sec-Fetch-Site": "same-origin"}
    )

    assert (sent.status_code, renewed.status_code) == (307, 307)
    assert renewed.location == f"{OURS}/account/acme/settings/ending/end"
    assert cookie(browser, ACCESS)


def test_two_tabs_that_renew_at_once_stay_signed_in(app: Flask, browser: Browser) -> None:
    sign_in(browser)
    token = cookie(browser, REFRESH, "/sign-in").value
    answers: list[Any] = []

    def renew() -> None:
        tab = Browser(app, "accounts")
        tab.client.set_cookie(REFRESH, token, path="/sign-in")
        answers.append(tab.open("/sign-in/renew?next=/"))
        answers.append(tab.open("/"))

    together(renew, renew)

    assert sorted(a.status_code for a in answers) == [200, 200, 307, 307]
    assert {a.location for a in answers if a.status_code == 307} == {"/"}


def test_a_refresh_token_that_comes_again_later_ends_its_session(browser: Browser) -> None:
    start = datetime(2026, 11, 24, 10, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        sign_in(browser)
        token = cookie(browser, REFRESH, "/sign-in").value
        browser.open("/sign-in/renew?next=/")
        newer = cookie(browser, REFRESH, "/sign-in").value

        clock.shift(timedelta(seconds=11))
        browser.client.set_cookie(REFRESH, token, path="/sign-in")
        stolen = browser.open("/sign-in/renew?next=/")
        browser.client.set_cookie(REFRESH, newer, path="/sign-in")
        after = browser.open("/sign-in/renew?next=/")

    assert stolen.location.startswith("/sign-in?next=")
    assert after.location.startswith("/sign-in?next=")


def test_the_api_gives_a_spent_token_no_grace(world: World) -> None:
    owner = world.account("acme")
    body = {"refresh_token": owner.refresh_token}

    first = world.nobody.post("/v1/sessions/refresh", body)
    second = world.nobody.post("/v1/sessions/refresh", body)

    assert (first.status_code, second.status_code) == (200, 401)


def test_who_signs_out_is_out_everywhere(world: World, browser: Browser) -> None:
    sign_in(browser)
    token = cookie(browser, ACCESS).value

    answer = browser.client.post("/sign-out", headers={"Origin": OURS})

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert cookie(browser, ACCESS) is None
    assert cookie(browser, REFRESH, "/sign-in") is None
    assert "Jesteś wylogowany." in browser.open("/sign-in").text
    assert "Jesteś wylogowany." not in browser.open("/sign-in").text
    browser.client.set_cookie(ACCESS, token)
    assert browser.open("/").status_code == 307
    assert len(world.said("accounts.session.ended.v1")) == 1


def test_another_site_signs_nobody_out(browser: Browser) -> None:
    sign_in(browser)

    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}):
        assert browser.client.post("/sign-out", headers=headers).status_code == 403

    assert browser.open("/").status_code == 200


def test_the_session_is_kept_while_somebody_works(browser: Browser) -> None:
    sign_in(browser)
    before = cookie(browser, ACCESS).value

    answer = browser.client.post("/sign-in/keep", headers={"Sec-Fetch-Site": "same-site"})

    assert answer.status_code == 204
    assert cookie(browser, ACCESS).value != before


def test_the_api_takes_no_cookie(browser: Browser) -> None:
    sign_in(browser)

    assert browser.client.get("/v1/me").status_code == 401


def test_a_product_has_no_pages(world: World) -> None:
    owner = world.account("acme")
    given = owner.post("/v1/accounts/acme/api_tokens", {"name": "shop"}).json
    form = {"grant_type": "client_credentials"}
    basic = (given["id"], given["token"])
    token = world.nobody.send("POST", "/v1/oauth/token", data=form, auth=basic).json

    answer = Browser(world.app, "accounts", token["access_token"]).open("/")

    assert answer.status_code == 307


def test_who_has_a_second_factor_gives_its_code_too(world: World, browser: Browser) -> None:
    owner = world.sign_in(EMAIL)
    factor = "/v1/me/second_factor"
    app = pyotp.TOTP(owner.post(factor, {"password": PASSWORD}).json["secret"])
    confirmed = owner.post(f"{factor}/confirm", {"code": app.at(now(), counter_offset=-1)})
    assert confirmed.status_code == 200, confirmed.text

    without = sign_in(browser, code="")
    with_code = sign_in(browser, code=app.at(now(), counter_offset=1))

    assert (without.status_code, with_code.status_code) == (401, 303)
    assert "drugiego składnika" in without.text
    assert 'name="code"' in without.text


def test_tries_are_counted_as_those_of_the_api(settings: Settings) -> None:
    app = an_app(Settings(**settings.__dict__ | {"rate_limits": True}))
    browser = Browser(app, "accounts")
    browser.open("/sign-in")

    codes = [browser.post("/sign-in", email=EMAIL, password="wrong").status_code for _ in range(11)]

    assert codes == [401] * 10 + [429]
    assert browser.page.mimetype == "text/html"
    assert "Za dużo prób" in browser.page.text
    assert int(browser.page.headers["Retry-After"]) > 0
    close(app)


def together(*work: Callable[[], None]) -> None:
    threads = [threading.Thread(target=each) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
