"""The pages behind the links in mails: they say what a link is for, and do it."""

import re
from typing import Any

import pytest

from tests.accounts.builders import PASSWORD, World
from tests.pages.browser import Browser

EMAIL = "firma@elektrownia.example"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def token(world: World) -> str:
    """Of an invitation to own an account."""
    owner = world.account("acme")
    owner.post("/v1/accounts/acme/ownership_transfers", {"email": EMAIL})
    return str(world.mailed(EMAIL, "ownership")["token"])


@pytest.fixture
def browser(world: World) -> Browser:
    return Browser(world.app, "accounts")


def open_(browser: Browser, page: str) -> Any:
    return browser.open(page, Accept_Language="en")


def send(browser: Browser, page: str, **form: str) -> Any:
    data = {"form_token": browser.form_token} | form
    return browser.client.post(page, data=data, headers=ENGLISH)


def inputs(answer: Any) -> list[str]:
    """The fields of the page's form, but for its own token."""
    return re.findall(r'<input [^>]*name="(?!form_token|form_key)(\w+)"', answer.text)


def test_a_link_shows_what_it_is_for(browser: Browser, token: str) -> None:
    polish = browser.open(f"/invitation?token={token}")
    english = open_(browser, f"/invitation?token={token}")

    assert polish.mimetype == "text/html"
    assert '<html lang="pl">' in polish.text
    assert "Masz zostać Właścicielem Konta „acme”" in polish.text
    assert "You are to own the account “acme”" in english.text
    assert inputs(polish) == ["token", "name", "password"]


def test_a_newcomer_owns_the_account_by_the_form(
    world: World, browser: Browser, token: str
) -> None:
    done = send(browser, "/invitation", token=token, name="Biuro", password=PASSWORD)

    owner = world.sign_in(EMAIL)
    assert (done.status_code, done.location) == (303, "/sign-in")
    assert "You are in." in open_(browser, "/sign-in").text
    assert owner.get("/v1/accounts/acme").json["owner"]["id"] == owner.id
    assert "accepted before" in open_(browser, f"/invitation?token={token}").text


def test_a_known_person_gives_their_password(world: World, browser: Browser, token: str) -> None:
    world.verify(world.account("known", EMAIL))

    shown = open_(browser, f"/invitation?token={token}")
    wrong = send(browser, "/invitation", token=token, password="another password")
    again = inputs(wrong)
    right = send(browser, "/invitation", token=token, password=PASSWORD)

    assert inputs(shown) == ["token", "password"]
    assert (wrong.status_code, right.status_code) == (422, 303)
    assert 'role="alert"' in wrong.text
    assert again == ["token", "password"]


def test_a_form_that_breaks_a_rule_is_shown_again_with_the_reason(
    browser: Browser, token: str
) -> None:
    refused = send(browser, "/invitation", token=token, name="Biuro", password="short")

    assert refused.status_code == 422
    assert "A password has 8–256 characters." in refused.text
    assert inputs(refused) == ["token", "name", "password"]
    assert 'value="Biuro"' in refused.text
    assert "short" not in refused.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_made_up_link_is_a_page_too(browser: Browser, method: str) -> None:
    if method == "GET":
        answer = open_(browser, "/invitation?token=made-up")
    else:
        answer = send(browser, "/invitation", token="made-up", name="J", password=PASSWORD)

    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "There is no invitation with this token." in answer.text


def test_an_email_is_verified_by_the_link_and_the_password(world: World, browser: Browser) -> None:
    owner = world.account("acme", EMAIL)
    token = world.mailed(EMAIL, "verification")["token"]

    shown = open_(browser, f"/verification?token={token}")
    wrong = send(browser, "/verification", token=token, password="another password")
    before = owner.get("/v1/me").json["email_verified"]
    right = send(browser, "/verification", token=token, password=PASSWORD)

    assert inputs(shown) == ["token", "password"]
    assert (wrong.status_code, before, right.status_code) == (422, False, 303)
    assert owner.get("/v1/me").json["email_verified"] is True


def test_a_page_behind_a_link_is_kept_nowhere(browser: Browser, token: str) -> None:
    answer = open_(browser, f"/invitation?token={token}&x=<script>")

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert "<script>" not in answer.text


def test_what_people_typed_is_text(world: World, browser: Browser) -> None:
    owner = world.account("acme")
    owner.patch("/v1/accounts/acme", {"company": {"name": "<b>Acme</b>"}})
    owner.post("/v1/accounts/acme/ownership_transfers", {"email": EMAIL})
    token = world.mailed(EMAIL, "ownership")["token"]

    answer = open_(browser, f"/invitation?token={token}")

    assert "<b>Acme" not in answer.text
    assert "&lt;b&gt;Acme&lt;/b&gt;" in answer.text
