"""Wysłane wiadomości: what was mailed about an account, without its secrets."""

import pytest

from services.accounts.mail.models import Mail
from tests.accounts.builders import Someone, World
from tests.pages.browser import Browser

MAIL = "/account/acme/settings/mail"
INVITED = "zaproszona@example.com"


@pytest.fixture
def mail(owner: Someone) -> str:
    owner.post("/v1/accounts/acme/users", {"email": INVITED, "role": "member"})
    return str(owner.get("/v1/accounts/acme/mail").json["items"][0]["id"])


def test_without_mails_it_says_when_there_will_be_some(browser: Browser) -> None:
    assert "Nic jeszcze nie wysłano" in browser.open(MAIL).text


def test_mails_are_listed_with_what_became_of_them(
    world: World, browser: Browser, mail: str
) -> None:
    page = browser.open(MAIL).text

    assert INVITED in page
    assert "W drodze" in page
    with world.sessions.begin() as session:
        row = session.get_one(Mail, mail)
        row.next_at, row.error, row.attempts = None, "550 no such mailbox", 12
    failed = browser.open(f"{MAIL}/{mail}").text
    assert "Niedostarczona" in browser.open(MAIL).text
    assert "550 no such mailbox" in failed
    assert "Próbowaliśmy przez tydzień" in failed


def test_a_mail_is_shown_without_the_secret_of_its_link(
    world: World, browser: Browser, mail: str
) -> None:
    token = world.mailed(INVITED, "membership")["token"]

    page = browser.open(f"{MAIL}/{mail}").text

    assert "/invitation?token=…" in page
    assert token not in page


def test_a_mail_of_another_account_is_not_there(world: World, browser: Browser) -> None:
    stranger = world.account("strangers")
    stranger.post("/v1/accounts/strangers/users", {"email": INVITED, "role": "member"})
    other = stranger.get("/v1/accounts/strangers/mail").json["items"][0]["id"]

    assert browser.open(f"{MAIL}/{other}").status_code == 404
