"""Tokeny API on a page: made, shown once, revoked."""

import re

from tests.accounts.builders import Someone, World
from tests.accounts.pages.conftest import browser_of
from tests.pages.browser import Browser

TOKENS = "/account/acme/settings/tokens"
SECRET = re.compile(r"[\w-]{30,}/acme")


def test_without_tokens_it_says_what_they_are_for(browser: Browser) -> None:
    assert "Żaden program nie ma dostępu" in browser.open(TOKENS).text


def test_a_token_is_shown_once_and_works(world: World, owner: Someone, browser: Browser) -> None:
    browser.open(TOKENS)

    made = browser.send(TOKENS, name="Sklep", role="member")

    found = SECRET.search(made.text)
    listed = browser.open(TOKENS).text
    assert made.status_code == 200
    assert made.headers["Cache-Control"] == "no-store"
    assert found
    assert "Sklep" in listed
    assert "Użytkownik" in listed
    assert not SECRET.search(listed)
    assert world.nobody.get(f"/invoices.json?api_token={found[0]}").status_code == 200
    assert owner.get("/v1/accounts/acme/api_tokens").json["items"][0]["role"] == "member"


def test_a_token_is_revoked(world: World, owner: Someone, browser: Browser) -> None:
    given = owner.post("/v1/accounts/acme/api_tokens", {"name": "Sklep"}).json
    browser.open(TOKENS)

    revoked = browser.send(f"{TOKENS}/{given['id']}/revoke")

    assert (revoked.status_code, revoked.location) == (303, TOKENS)
    assert world.nobody.get(f"/invoices.json?api_token={given['token']}").status_code == 401
    assert browser.post(f"{TOKENS}/{given['id']}/revoke").status_code == 404


def test_a_token_of_another_account_is_not_there(world: World, browser: Browser) -> None:
    stranger = world.account("strangers")
    given = stranger.post("/v1/accounts/strangers/api_tokens", {"name": "Sklep"}).json

    assert browser.post(f"{TOKENS}/{given['id']}/revoke").status_code == 404


def test_nobody_gives_a_token_more_than_they_may_do(world: World, owner: Someone) -> None:
    body = {"name": "Ustawienia", "permissions": ["see_documents", "settings"]}
    role = owner.post("/v1/accounts/acme/roles", body).json
    member = world.with_role(owner, "acme", "member")
    changed = {"role": "custom", "role_id": role["id"]}
    owner.patch(f"/v1/accounts/acme/users/{member.id}", changed)
    browser = browser_of(world, member)
    browser.open(TOKENS)

    refused = browser.send(TOKENS, name="Sklep", role="admin")

    assert refused.status_code == 403
    assert 'value="Sklep"' in refused.text
    assert owner.get("/v1/accounts/acme/api_tokens").json["items"] == []


def test_a_token_without_a_name_is_refused_at_its_field(browser: Browser) -> None:
    browser.open(TOKENS)

    refused = browser.send(TOKENS, role="member")

    assert refused.status_code == 422
    assert "Uzupełnij to pole." in refused.text


def test_tokens_that_login_gave_name_the_person(world: World, browser: Browser) -> None:
    body = {"login": "acme@example.com", "password": "correct horse battery"}
    answer = world.nobody.post("/login.json", body | {"integration_token": "Program"})
    assert answer.status_code == 200

    assert "zalogowany jako acme@example.com" in browser.open(TOKENS).text
