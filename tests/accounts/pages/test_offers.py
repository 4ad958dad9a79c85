"""Taking an account over, and getting in by an invitation, wholly on pages."""

from typing import Any

import time_machine

from shared.clock import now
from tests.accounts.builders import PASSWORD, Someone, World
from tests.accounts.pages.conftest import browser_of
from tests.pages.browser import Browser

OWNER = "/account/acme/settings/owner"
NEWCOMER = "newcomer@example.com"


def offer(browser: Browser, email: str = NEWCOMER) -> Any:
    browser.open(OWNER)
    return browser.send(OWNER, email=email)


def owns(world: World, email: str) -> bool:
    someone = world.sign_in(email)
    return bool(someone.get("/v1/accounts/acme").json["owner"]["id"] == someone.id)


def test_a_newcomer_registers_on_the_way_to_owning(world: World, browser: Browser) -> None:
    sent = offer(browser)
    page = browser.open(OWNER).text
    newcomer = Browser(world.app, "accounts")
    newcomer.open(f"/invitation?token={world.mailed(NEWCOMER, 'ownership')['token']}")
    accepted = newcomer.send("/invitation", name="Newcomer", password=PASSWORD)
    newcomer.open(accepted.location)
    entered = newcomer.send("/sign-in", email=NEWCOMER, password=PASSWORD)

    assert sent.location == OWNER
    assert f"Przejęcie konta zaproponowano na adres {NEWCOMER}." in page
    assert (accepted.location, entered.status_code) == ("/sign-in", 303)
    assert owns(world, NEWCOMER)
    assert "Właściciel Konta" in newcomer.open("/").text


def test_who_has_a_login_and_is_signed_in_accepts_without_a_password(
    world: World, browser: Browser
) -> None:
    newcomer = world.account("theirs", NEWCOMER)
    offer(browser)
    hers = browser_of(world, newcomer)

    page = hers.open(f"/invitation?token={world.mailed(NEWCOMER, 'ownership')['token']}")
    answer = hers.send("/invitation")

    assert 'type="password"' not in page.text
    assert answer.location == "/"
    assert owns(world, NEWCOMER)
    assert "Masz już dostęp do konta „acme”." in hers.open("/").text


def test_who_is_signed_in_as_somebody_else_proves_the_invited_persons_password(
    world: World, browser: Browser
) -> None:
    world.verify(world.account("theirs", NEWCOMER))
    other = browser_of(world, world.account("others"))
    offer(browser)

    page = other.open(f"/invitation?token={world.mailed(NEWCOMER, 'ownership')['token']}")
    empty = other.send("/invitation")
    other.page = page
    answer = other.send("/invitation", password=PASSWORD)

    assert "others@example.com" in page.text
    assert empty.status_code == 422
    assert answer.location == "/sign-in"
    assert owns(world, NEWCOMER)


def test_an_offer_waits_on_the_first_page_and_is_taken_there(
    world: World, owner: Someone, browser: Browser
) -> None:
    admin = world.with_role(owner, "acme", "admin")
    world.verify(admin)
    offer(browser, admin.email)
    theirs = browser_of(world, admin)
    (transfer,) = admin.get("/v1/me").json["ownership_transfers"]
    one = f"/offers/{transfer['id']}"

    assert f'href="{one}"' in theirs.open("/").text
    theirs.open(one)
    answer = theirs.send(f"{one}/accept")

    assert answer.location == OWNER
    assert owns(world, admin.email)
    assert "Od teraz konto „acme” należy do Ciebie." in theirs.open(OWNER).text


def test_an_offer_is_declined(world: World, owner: Someone, browser: Browser) -> None:
    admin = world.with_role(owner, "acme", "admin")
    world.verify(admin)
    offer(browser, admin.email)
    theirs = browser_of(world, admin)
    (transfer,) = admin.get("/v1/me").json["ownership_transfers"]
    one = f"/offers/{transfer['id']}"

    theirs.open(one)
    answer = theirs.send(f"{one}/decline")
    again = theirs.post(f"{one}/accept")

    assert answer.location == "/"
    assert again.status_code == 409
    assert "Ta propozycja jest już nieaktualna." in again.text
    assert f"odrzucono z adresu {admin.email}" in browser.open(OWNER).text


def test_who_has_not_shown_their_mailbox_is_told_so(
    world: World, owner: Someone, browser: Browser
) -> None:
    admin = world.with_role(owner, "acme", "admin")
    offer(browser, admin.email)
    theirs = browser_of(world, admin)
    (transfer,) = admin.get("/v1/me").json["ownership_transfers"]

    page = theirs.open(f"/offers/{transfer['id']}").text
    answer = theirs.post(f"/offers/{transfer['id']}/accept")

    assert "Najpierw potwierdź, że skrzynka" in page
    assert answer.status_code == 409
    assert not owns(world, admin.email)


def test_an_offer_is_nobody_elses(world: World, owner: Someone, browser: Browser) -> None:
    offer(browser)
    (transfer,) = owner.get("/v1/accounts/acme/ownership_transfers").json["items"]
    one = f"/offers/{transfer['id']}"
    stranger = browser_of(world, world.account("strangers"))

    assert stranger.open(one).status_code == 404
    assert stranger.post(f"{one}/accept").status_code == 404
    assert browser.open(one).location == OWNER
    assert browser.post(f"{one}/accept").status_code in (303, 403)
    assert owns(world, owner.email)


def test_a_link_that_has_run_out_says_what_to_do(world: World, browser: Browser) -> None:
    offer(browser)
    token = world.mailed(NEWCOMER, "ownership")["token"]

    with time_machine.travel(now().replace(year=now().year + 1)):
        page = Browser(world.app, "accounts").open(f"/invitation?token={token}").text

    assert "Poproś o nowe zaproszenie" in page
    assert 'action="/invitation"' not in page


def test_a_newcomer_gets_in_by_an_ordinary_invitation(
    world: World, owner: Someone, browser: Browser
) -> None:
    browser.open("/account/acme/settings/users/add")
    browser.send("/account/acme/settings/users/add", email=NEWCOMER, role="member")
    newcomer = Browser(world.app, "accounts")

    newcomer.open(f"/invitation?token={world.mailed(NEWCOMER, 'membership')['token']}")
    newcomer.send("/invitation", name="Newcomer", password=PASSWORD)

    assert world.sign_in(NEWCOMER).get("/v1/accounts/acme").status_code == 200
    assert not owns(world, NEWCOMER)
