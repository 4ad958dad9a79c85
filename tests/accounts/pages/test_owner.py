"""The page of an account's owner: the offer, the 72 hours, the freeze, the deletion."""

import re
from datetime import timedelta

import time_machine

from shared.clock import now
from tests.accounts.builders import PASSWORD, Someone, World
from tests.accounts.pages.conftest import browser_of
from tests.pages.browser import Browser

OWNER = "/account/acme/settings/owner"
DELETION = f"{OWNER}/deletion"
API = "/v1/accounts/acme"
NEWCOMER = "newcomer@example.com"
LATER = timedelta(hours=73)


def the_offer(owner: Someone) -> str:
    return f"{OWNER}/offers/{owner.get(f'{API}/ownership_transfers').json['items'][0]['id']}"


def take(world: World, owner: Someone) -> Someone:
    """Somebody has just got the account."""
    owner.post(f"{API}/ownership_transfers", {"email": NEWCOMER})
    token = world.mailed(NEWCOMER, "ownership")["token"]
    body = {"name": "Newcomer", "password": PASSWORD}
    world.nobody.post(f"/v1/invitations/{token}/accept", body)
    return world.sign_in(NEWCOMER)


def test_the_offer_is_mailed_again_and_taken_back(
    world: World, owner: Someone, browser: Browser
) -> None:
    owner.post(f"{API}/ownership_transfers", {"email": NEWCOMER})
    before = world.mailed(NEWCOMER, "ownership")["token"]
    one = the_offer(owner)

    browser.open(OWNER)
    browser.send(f"{one}/resend")
    after = world.mailed(NEWCOMER, "ownership")["token"]
    browser.open(OWNER)
    answer = browser.send(f"{one}/cancel")
    again = browser.post(f"{one}/cancel")

    assert before != after
    assert answer.location == OWNER
    assert again.status_code == 409
    page = browser.open(OWNER).text
    assert f"Ostatnia propozycja, dla {NEWCOMER}, została wycofana." in page
    assert f'<form method="post" action="{OWNER}"' in page


def test_an_offer_of_another_account_is_not_there(world: World, owner: Someone) -> None:
    other = world.account("other")
    offer = other.post("/v1/accounts/other/ownership_transfers", {"email": NEWCOMER}).json
    browser = browser_of(world, other)
    owner.post(f"{API}/users", {"email": other.email, "role": "admin"})

    answer = browser.post(f"{OWNER}/offers/{offer['id']}/cancel")

    assert answer.status_code == 404
    assert other.get(f"/v1/ownership_transfers/{offer['id']}").json["state"] == "offered"


def test_only_the_owner_sees_the_forms(world: World, owner: Someone) -> None:
    browser = browser_of(world, world.with_role(owner, "acme", "admin"))

    page = browser.open(OWNER).text

    assert "Tylko Właściciel Konta może zaproponować je komuś innemu." in page
    assert f'action="{OWNER}' not in page
    assert browser.post(OWNER, email=NEWCOMER).status_code == 403
    assert browser.post(DELETION).status_code == 403


def test_for_72_hours_a_new_owner_neither_offers_nor_deletes(world: World, owner: Someone) -> None:
    browser = browser_of(world, take(world, owner))

    page = browser.open(OWNER).text
    offered, deleted = browser.post(OWNER, email=owner.email), browser.post(DELETION)

    assert "Kolejnej osobie można je zaproponować od" in page
    assert f'<form method="post" action="{OWNER}"' not in page
    assert (offered.status_code, deleted.status_code) == (409, 409)
    assert re.search(r"albo usunąć od \d+ \w+ \d{4}, \d\d:\d\d", offered.text)
    with time_machine.travel(now() + LATER):
        later = browser_of(world, world.sign_in(NEWCOMER))
        assert f'<form method="post" action="{OWNER}"' in later.open(OWNER).text


def test_a_frozen_account_says_what_waits_and_what_goes_on(world: World, owner: Someone) -> None:
    taker = browser_of(world, take(world, owner))
    stranger = Browser(world.app, "accounts")
    stranger.open(f"/objection?token={world.mailed(owner.email, 'owner_before')['token']}")
    stranger.send("/objection")

    page = taker.open(OWNER).text
    refused = taker.post("/account/acme/settings/users/add", email=NEWCOMER, role="member")

    assert "Dokumenty można wystawiać, przeglądać i eksportować jak dotąd." in page
    assert "Konto jest zamrożone" in taker.open("/account/acme/settings/roles").text
    assert refused.status_code == 409
    assert f'href="{OWNER}">Przejdź do: Właściciel Konta' in refused.text


def test_an_account_is_deleted_by_the_mailed_link_and_taken_back(
    world: World, owner: Someone, browser: Browser
) -> None:
    browser.open(OWNER)
    asked = browser.send(DELETION)
    waiting = browser.open(OWNER).text
    browser.open(f"/deletion?token={world.mailed(owner.email, 'deletion')['token']}")
    browser.send("/deletion", password=PASSWORD)
    confirmed = browser.open(OWNER).text
    state = owner.get(f"{API}/deletion").json["state"]
    back = browser.send(f"{DELETION}/withdraw")

    assert asked.location == OWNER
    assert "Dopóki nikt go nie użyje, nic się nie dzieje." in waiting
    assert "Konto zostanie usunięte" in confirmed
    assert state == "confirmed"
    assert back.location == OWNER
    assert owner.get(f"{API}/deletion").status_code == 404


def test_what_hinders_a_deletion_is_said_with_the_way_out(owner: Someone, browser: Browser) -> None:
    owner.post(f"{API}/ownership_transfers", {"email": NEWCOMER})

    page = browser.open(OWNER).text
    answer = browser.post(DELETION)

    assert "Wycofaj propozycję, zanim usuniesz konto." in page
    assert f'action="{DELETION}"' not in page
    assert answer.status_code == 409
    assert "Najpierw wycofaj propozycję." in answer.text
    assert 'href="/account/acme/settings/owner"' in answer.text
