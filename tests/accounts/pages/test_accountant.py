"""Access for an accountant on a page: invited, replaced, disconnected."""

from tests.accounts.builders import PASSWORD, Someone, World
from tests.pages.browser import Browser

ACCOUNTANT = "/account/acme/settings/accountant"
NEWCOMER, SECOND = "newcomer@example.com", "second@example.com"


def invite(browser: Browser, email: str) -> None:
    browser.open(ACCOUNTANT)
    assert browser.post(ACCOUNTANT, email=email).location == ACCOUNTANT


def people(owner: Someone) -> set[str]:
    return {each["email"] for each in owner.get("/v1/accounts/acme/users").json["items"]}


def test_an_accountant_is_invited_and_gets_in_by_the_link(
    world: World, owner: Someone, browser: Browser
) -> None:
    browser.open(ACCOUNTANT)
    browser.send(ACCOUNTANT, email=NEWCOMER, title="Zapraszamy", message="Dzień dobry!")
    waiting = browser.open(ACCOUNTANT).text
    letter = world.mailed(NEWCOMER, "accountant_access")
    newcomer = Browser(world.app, "accounts")
    newcomer.open(f"/invitation?token={letter['token']}")
    newcomer.send("/invitation", name="Newcomer", password=PASSWORD)

    assert (letter["title"], letter["message"]) == ("Zapraszamy", "Dzień dobry!")
    assert "Zaproszony" in waiting
    assert world.sign_in(NEWCOMER).get("/v1/accounts/acme").status_code == 200
    assert "Ma dostęp" in browser.open(ACCOUNTANT).text


def test_an_invitation_is_sent_again_with_the_same_words(world: World, browser: Browser) -> None:
    browser.post(ACCOUNTANT, email=NEWCOMER, title="Zapraszamy")
    before = world.mailed(NEWCOMER, "accountant_access")

    browser.open(ACCOUNTANT)
    browser.send(ACCOUNTANT)

    after = world.mailed(NEWCOMER, "accountant_access")
    assert after["token"] != before["token"]
    assert after["title"] == "Zapraszamy"


def test_another_accountant_takes_the_place(owner: Someone, browser: Browser) -> None:
    invite(browser, NEWCOMER)
    invite(browser, SECOND)

    assert people(owner) == {owner.email, SECOND}
    assert NEWCOMER not in browser.open(ACCOUNTANT).text


def test_an_accountant_is_disconnected(owner: Someone, browser: Browser) -> None:
    invite(browser, NEWCOMER)

    browser.open(ACCOUNTANT)
    answer = browser.send(f"{ACCOUNTANT}/disconnect")

    assert answer.location == ACCOUNTANT
    assert people(owner) == {owner.email}
    assert "Zaproś księgowego" in browser.open(ACCOUNTANT).text


def test_who_has_a_role_already_is_not_made_accountant(
    world: World, owner: Someone, browser: Browser
) -> None:
    member = world.with_role(owner, "acme", "member")

    answer = browser.post(ACCOUNTANT, email=member.email)

    assert answer.status_code == 409
    assert f'value="{member.email}"' in answer.text
