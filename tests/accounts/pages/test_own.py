"""A person's own settings, as they change them on pages."""

from typing import Any

import pytest

from services.accounts.limits.actions import TOO_MANY
from shared.texts import polish
from tests.accounts.builders import PASSWORD, Someone, World
from tests.pages.browser import Browser

EMAIL, NEW_EMAIL = "acme@example.com", "nowy@example.com"
NEW = "a quite new password"


def shown(browser: Browser, path: str) -> str:
    answer = browser.open(path)
    assert answer.status_code == 200, path
    return str(answer.text)


def test_the_top_bar_leads_to_a_name_that_can_be_changed(owner: Someone, browser: Browser) -> None:
    assert 'href="https://accounts.test/me"' in shown(browser, "/")
    shown(browser, "/me")

    empty = browser.send("/me", name=" ")
    saved = browser.send("/me", name="Zażółć Gęślą")

    assert (empty.status_code, saved.status_code) == (422, 303)
    assert owner.get("/v1/me").json["name"] == "Zażółć Gęślą"
    assert "Imię i nazwisko zapisane." in shown(browser, "/me")


def test_the_link_that_confirms_the_email_is_sent_again(
    world: World, owner: Someone, browser: Browser
) -> None:
    before = world.mailed(EMAIL, "verification")["token"]
    assert "Niepotwierdzony" in shown(browser, "/me")

    browser.send("/me/verification")

    assert world.mailed(EMAIL, "verification")["token"] != before
    world.verify(owner)
    page = shown(browser, "/me")
    assert "Niepotwierdzony" not in page
    assert "/me/verification" not in page


def test_a_new_email_is_asked_for_and_its_way_is_shown(world: World, browser: Browser) -> None:
    shown(browser, "/me/email")
    wrong = browser.send("/me/email", email=NEW_EMAIL, password="another password")
    asked = browser.send("/me/email", email=NEW_EMAIL, password=PASSWORD)

    waiting = shown(browser, "/me/email")
    browser.open(f"/email?token={world.mailed(EMAIL, 'email_change_old')['token']}")
    browser.send("/email")
    half = shown(browser, "/me/email")
    assert (wrong.status_code, asked.status_code) == (422, 303)
    assert f'value="{NEW_EMAIL}"' in wrong.text
    assert waiting.count("Czeka na otwarcie linku") == 2
    assert half.count("Czeka na otwarcie linku") == 1
    assert "Potwierdzono" in half
    assert f"Trwa zmiana na adres {NEW_EMAIL}." in shown(browser, "/me")


def test_a_change_of_email_that_waits_is_taken_back(owner: Someone, browser: Browser) -> None:
    owner.put("/v1/me/email", {"email": NEW_EMAIL, "password": PASSWORD})
    shown(browser, "/me/email")

    taken_back = browser.send("/me/email/cancel")

    assert taken_back.status_code == 303
    assert owner.get("/v1/me/email").status_code == 404
    assert "Twój adres e-mail zostaje bez zmian." in shown(browser, "/me")


def test_a_new_password_needs_the_present_one_and_ends_the_other_sessions(
    world: World, browser: Browser
) -> None:
    other = world.sign_in(EMAIL)
    shown(browser, "/me/password")

    wrong = browser.send("/me/password", current_password="wrong one", password=NEW)
    short = browser.send("/me/password", current_password=PASSWORD, password="short")
    done = browser.send("/me/password", current_password=PASSWORD, password=NEW)

    assert (wrong.status_code, short.status_code, done.status_code) == (422, 422, 303)
    assert "Hasło ma 8–256 znaków." in short.text
    assert NEW not in wrong.text
    assert other.get("/v1/me").status_code == 401
    assert "Masz nowe hasło." in shown(browser, "/me")
    world.sign_in(EMAIL, NEW)


def test_sessions_are_listed_and_ended_one_by_one(world: World, browser: Browser) -> None:
    other, third = world.sign_in(EMAIL), world.sign_in(EMAIL)
    page = shown(browser, "/me/sessions")
    session_id = third.get("/v1/me/sessions").json["items"][0]["id"]

    ended = browser.send(f"/me/sessions/{session_id}/end")

    assert page.count("Ta sesja") == 2  # The badge, and what ending all others leaves.
    assert page.count("127.0.0.1") == 3
    assert ended.status_code == 303
    assert third.get("/v1/me").status_code == 401
    assert other.get("/v1/me").status_code == 200


def test_all_other_sessions_end_at_once(world: World, owner: Someone, browser: Browser) -> None:
    others = [world.sign_in(EMAIL) for _ in range(2)]
    shown(browser, "/me/sessions")

    browser.send("/me/sessions/end")

    assert [each.get("/v1/me").status_code for each in others] == [401, 401]
    assert owner.get("/v1/me").status_code == 200
    assert "/me/sessions/end" not in shown(browser, "/me/sessions")


def test_nobody_ends_the_session_of_somebody_else(world: World, browser: Browser) -> None:
    stranger = world.account("strangers")
    session_id = stranger.get("/v1/me/sessions").json["items"][0]["id"]

    assert browser.post(f"/me/sessions/{session_id}/end").status_code == 404
    assert stranger.get("/v1/me").status_code == 200


@pytest.mark.parametrize("path", ["/me", "/me/email", "/me/password", "/me/sessions"])
def test_a_form_of_another_page_is_not_taken(browser: Browser, path: str) -> None:
    shown(browser, path)

    refused: Any = browser.client.post("/me", data={"name": "Ewa"})

    assert refused.status_code == 403


def test_guessing_the_password_on_pages_is_limited_as_in_the_api() -> None:
    from services.accounts.limits.routes import LIMITED

    proving = ("email", "password", "second-factor", "second-factor/confirm")
    proving += ("second-factor/codes", "second-factor/off")
    assert {LIMITED[f"POST /me/{path}"] for path in proving} == {LIMITED["PATCH /v1/me"]}
    assert TOO_MANY in polish()
