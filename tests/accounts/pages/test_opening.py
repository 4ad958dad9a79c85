"""Signing up on a page, adding a firm, and what is said to somebody who begins."""

from typing import Any

import pyotp
import pytest

from shared.pages.cookies import ACCESS
from tests.accounts.builders import PASSWORD, World
from tests.accounts.pages.conftest import browser_of
from tests.pages.browser import Browser

EMAIL = "nowa@example.com"
FIRM = {
    "company/name": "Piekarnia Jasna",
    "company/tax_no": "526-104-08-28",
    "company/street": "Młyńska",
    "company/post_code": "00-916",
    "company/city": "Warszawa",
    "company/country": "PL",
    "prefix": "piekarnia-jasna",
}
PERSON = {"owner/name": "Właścicielka", "owner/email": EMAIL, "owner/password": PASSWORD}


@pytest.fixture
def browser(world: World) -> Browser:
    return Browser(world.app, "accounts")


def sign_up(browser: Browser, **changes: str) -> Any:
    browser.open("/sign-up")
    return browser.send("/sign-up", **FIRM | PERSON | changes)


def signed_in(world: World, email: str) -> Browser:
    return browser_of(world, world.sign_in(email))


def test_the_sign_in_page_leads_to_it(browser: Browser) -> None:
    assert 'href="/sign-up"' in browser.open("/sign-in").text


def test_who_signs_up_owns_the_account_and_is_signed_in(world: World, browser: Browser) -> None:
    done = sign_up(browser)

    start = browser.open(done.location)
    account = world.sign_in(EMAIL).get("/v1/accounts/piekarnia-jasna").json
    assert (done.status_code, done.location) == (303, "/account/piekarnia-jasna/start")
    assert browser.client.get_cookie(ACCESS) is not None
    assert "Od czego zacząć" in start.text
    assert f"Na adres {EMAIL} wysłaliśmy link." in start.text
    assert account["owner"]["email"] == EMAIL
    assert account["company"] | {"email": EMAIL, "city": "Warszawa"} == account["company"]
    assert world.mailed(EMAIL, "verification")["token"]


def test_a_firm_may_have_an_email_of_its_own(world: World, browser: Browser) -> None:
    sign_up(browser, **{"company/email": "firma@example.com"})

    account = world.sign_in(EMAIL).get("/v1/accounts/piekarnia-jasna").json
    assert account["company"]["email"] == "firma@example.com"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"company/tax_no": "1234567890"}, "To nie jest prawidłowy NIP."),
        ({"prefix": "a b"}, "Prefiks ma 3–40 znaków"),
        ({"owner/password": "short"}, "Hasło ma 8–256 znaków."),
        ({"owner/email": "nobody"}, "To nie jest adres e-mail."),
        ({"company/city": ""}, "Uzupełnij to pole."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_opened(
    world: World, browser: Browser, changes: dict[str, str], said: str
) -> None:
    refused = sign_up(browser, **changes)

    assert refused.status_code == 422
    assert said in refused.text
    assert 'value="Piekarnia Jasna"' in refused.text
    assert PASSWORD not in refused.text
    assert world.said() == []


def test_a_prefix_that_is_taken_is_refused_and_what_was_typed_stays(
    world: World, browser: Browser
) -> None:
    world.account("piekarnia-jasna")

    refused = sign_up(browser)

    assert refused.status_code == 409
    assert "ma już inne konto" in refused.text
    assert 'value="Młyńska"' in refused.text


def test_somebody_known_with_another_password_opens_nothing(world: World, browser: Browser) -> None:
    world.account("acme", EMAIL)

    refused = sign_up(browser, **{"owner/password": "another password"})

    assert refused.status_code == 422
    assert world.sign_in(EMAIL).get("/v1/accounts/piekarnia-jasna").status_code == 404


def test_somebody_with_a_second_factor_signs_in_with_its_code_first(
    world: World, browser: Browser
) -> None:
    person = world.account("acme", EMAIL)
    secret = person.post("/v1/me/second_factor", {"password": PASSWORD}).json["secret"]
    person.post("/v1/me/second_factor/confirm", {"code": pyotp.TOTP(secret).now()})

    done = sign_up(browser)

    assert done.location == "/sign-in?next=%2Faccount%2Fpiekarnia-jasna%2Fstart"
    assert browser.client.get_cookie(ACCESS) is None
    assert "Konto „piekarnia-jasna” jest założone. Zaloguj się" in browser.open(done.location).text


def test_who_is_signed_in_adds_a_firm_without_a_password(world: World) -> None:
    world.account("acme", EMAIL)
    browser = signed_in(world, EMAIL)

    assert browser.open("/sign-up").location == "/add-account"
    assert 'href="/add-account"' in browser.open("/").text
    assert f'value="{EMAIL}"' in browser.open("/add-account").text
    done = browser.send("/add-account", **FIRM)

    assert (done.status_code, done.location) == (303, "/account/piekarnia-jasna/start")
    mine = world.sign_in(EMAIL).get("/v1/me").json["accounts"]
    assert {each["prefix"]: each["role"] for each in mine} == {
        "acme": "owner",
        "piekarnia-jasna": "owner",
    }


def test_a_home_without_accounts_says_how_to_open_one(world: World) -> None:
    owner = world.account("acme")
    member = world.with_role(owner, "acme", "member", EMAIL)
    owner.delete(f"/v1/accounts/acme/users/{member.id}")

    home = signed_in(world, EMAIL).open("/")

    assert "Załóż konto dla swojej firmy" in home.text


def test_the_first_steps_are_for_who_may_take_them(world: World) -> None:
    owner = world.account("acme")
    world.with_role(owner, "acme", "member", EMAIL)

    assert signed_in(world, "acme@example.com").open("/account/acme/start").status_code == 200
    assert signed_in(world, EMAIL).open("/account/acme/start").status_code == 403
