"""A forgotten password and a new e-mail address, as a person does them on pages."""

import pytest

from services.accounts.password_resets.actions import answer_asked
from tests.accounts.builders import PASSWORD, World
from tests.pages.browser import Browser

EMAIL, NEW_EMAIL = "acme@example.com", "nowy@example.com"
NEW = "a quite new password"


@pytest.fixture
def browser(world: World) -> Browser:
    """Of somebody who owns `acme`, and is not signed in."""
    world.account("acme")
    return Browser(world.app, "accounts")


def test_the_sign_in_page_leads_to_a_link_for_a_new_password(
    world: World, browser: Browser
) -> None:
    assert 'href="/forgot-password"' in browser.open("/sign-in").text
    browser.open("/forgot-password")
    asked = browser.send("/forgot-password", email=EMAIL)
    answer_asked(world.sessions)
    token = world.mailed(EMAIL, "password_reset")["token"]

    browser.open(f"/password?token={token}")
    chosen = browser.send("/password", token=token, password=NEW)

    assert (asked.status_code, asked.location) == (303, "/sign-in")
    assert (chosen.status_code, chosen.location) == (303, "/sign-in")
    assert "Masz nowe hasło" in browser.open("/sign-in").text
    world.sign_in(EMAIL, NEW)


def test_the_page_answers_alike_whoever_is_asked_for(browser: Browser) -> None:
    said = []
    for email in (EMAIL, "nobody@example.com"):
        browser.open("/forgot-password")
        answer = browser.send("/forgot-password", email=email)
        said.append((answer.status_code, answer.location, browser.open("/sign-in").status_code))

    assert said[0] == said[1]


def test_a_link_that_is_dead_shows_the_form_again_with_the_reason(browser: Browser) -> None:
    browser.open("/password?token=none")

    refused = browser.send("/password", token="none", password=NEW)

    assert refused.status_code == 422
    assert "Link stracił ważność" in refused.text
    assert NEW not in refused.text


def test_both_mailboxes_agree_on_the_page(world: World, browser: Browser) -> None:
    owner = world.sign_in(EMAIL)
    owner.put("/v1/me/email", {"email": NEW_EMAIL, "password": PASSWORD})
    old = world.mailed(EMAIL, "email_change_old")["token"]
    new = world.mailed(NEW_EMAIL, "email_change_new")["token"]

    said = []
    for token in (old, new):
        browser.open(f"/email?token={token}")
        assert browser.send("/email", token=token).status_code == 303
        said.append(browser.open("/sign-in").text)

    assert "drugi adres" in said[0]
    assert "został zmieniony" in said[1]
    world.sign_in(NEW_EMAIL)


def test_looking_at_a_link_changes_nothing(world: World, browser: Browser) -> None:
    owner = world.sign_in(EMAIL)
    owner.put("/v1/me/email", {"email": NEW_EMAIL, "password": PASSWORD})

    for kind, email in (("email_change_old", EMAIL), ("email_change_new", NEW_EMAIL)):
        shown = browser.open(f"/email?token={world.mailed(email, kind)['token']}")
        assert shown.status_code == 200

    waiting = owner.get("/v1/me/email").json
    assert (waiting["old_confirmed"], waiting["new_confirmed"]) == (False, False)
