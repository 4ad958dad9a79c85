"""The pages behind the links in mails: they say what a link is for, and do it."""

import re
from typing import Any

import pytest

from tests.accounts.builders import PASSWORD, Someone, World

JAN = "jan@example.com"
POLISH = {"Accept-Language": "pl"}


@pytest.fixture
def token(world: World) -> str:
    """Of an invitation to own an account."""
    owner = world.account("acme")
    owner.post("/v1/accounts/acme/ownership_transfers", {"email": JAN})
    return str(world.mailed(JAN, "ownership")["token"])


def send(nobody: Someone, page: str, **form: str) -> Any:
    return nobody.send("POST", page, data=form)


def inputs(answer: Any) -> list[str]:
    return re.findall(r'<input [^>]*name="(\w+)"', answer.text)


def test_a_link_shows_what_it_is_for(world: World, token: str) -> None:
    polish = world.nobody.get(f"/invitation?token={token}", headers=POLISH)
    english = world.nobody.get(f"/invitation?token={token}")

    assert polish.mimetype == "text/html"
    assert '<html lang="pl">' in polish.text
    assert "Masz zostać Właścicielem Konta „acme”" in polish.text
    assert "You are to own the account “acme”" in english.text
    assert inputs(polish) == ["token", "name", "password"]


def test_a_newcomer_owns_the_account_by_the_form(world: World, token: str) -> None:
    done = send(world.nobody, "/invitation", token=token, name="Jan", password=PASSWORD)

    jan = world.sign_in(JAN)
    assert done.status_code == 200
    assert "You are in." in done.text
    assert jan.get("/v1/accounts/acme").json["owner"]["id"] == jan.id
    assert "accepted before" in world.nobody.get(f"/invitation?token={token}").text


def test_a_known_person_gives_their_password(world: World, token: str) -> None:
    world.verify(world.account("jans", JAN))

    shown = world.nobody.get(f"/invitation?token={token}")
    wrong = send(world.nobody, "/invitation", token=token, password="another password")
    right = send(world.nobody, "/invitation", token=token, password=PASSWORD)

    assert inputs(shown) == ["token", "password"]
    assert (wrong.status_code, right.status_code) == (422, 200)
    assert 'role="alert"' in wrong.text
    assert inputs(wrong) == ["token", "password"]


def test_a_form_that_breaks_a_rule_is_shown_again_with_the_reason(world: World, token: str) -> None:
    refused = send(world.nobody, "/invitation", token=token, name="Jan", password="short")

    assert refused.status_code == 422
    assert "A password has 8–256 characters." in refused.text
    assert inputs(refused) == ["token", "name", "password"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_made_up_link_is_a_page_too(world: World, method: str) -> None:
    if method == "GET":
        answer = world.nobody.get("/invitation?token=made-up")
    else:
        answer = send(world.nobody, "/invitation", token="made-up", name="J", password=PASSWORD)

    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "There is no invitation with this token." in answer.text


def test_an_email_is_verified_by_the_link_and_the_password(world: World) -> None:
    jan = world.account("acme", JAN)
    token = world.mailed(JAN, "verification")["token"]

    shown = world.nobody.get(f"/verification?token={token}")
    wrong = send(world.nobody, "/verification", token=token, password="another password")
    before = jan.get("/v1/me").json["email_verified"]
    right = send(world.nobody, "/verification", token=token, password=PASSWORD)

    assert inputs(shown) == ["token", "password"]
    assert (wrong.status_code, before, right.status_code) == (422, False, 200)
    assert jan.get("/v1/me").json["email_verified"] is True


def test_a_page_runs_no_script_and_is_kept_nowhere(world: World, token: str) -> None:
    answer = world.nobody.get(f"/invitation?token={token}&x=<script>")

    nonce = re.findall(r'<style nonce="([\w-]+)">', answer.text)[0]
    policy = answer.headers["Content-Security-Policy"]
    assert f"style-src 'nonce-{nonce}'" in policy
    assert "default-src 'none'" in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "<script" not in answer.text


def test_what_people_typed_is_text(world: World) -> None:
    owner = world.account("acme")
    owner.patch("/v1/accounts/acme", {"company": {"name": "<b>Acme</b>"}})
    owner.post("/v1/accounts/acme/ownership_transfers", {"email": JAN})
    token = world.mailed(JAN, "ownership")["token"]

    answer = world.nobody.get(f"/invitation?token={token}")

    assert "<b>" not in answer.text
    assert "&lt;b&gt;Acme&lt;/b&gt;" in answer.text
