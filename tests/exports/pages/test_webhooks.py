"""Addresses of other programs, through the pages."""

import re

from tests.exports.pages.test_jobs import browser_of

HERE = "/export/acme/webhooks"
URL = "https://program.example/heard"


def test_an_address_is_added_its_secret_shown_once_and_removed(world, account, owner):
    browser = browser_of(world, owner)
    assert "Żaden program nie słyszy" in browser.open(HERE).text

    added = browser.send(HERE, url=URL)
    secret = re.search(r'id="secret" type="text" value="([0-9a-f]{64})"', added.text)
    again = browser.open(HERE)
    removed = browser.send(re.search(rf"{HERE}/[^/]+/remove", again.text)[0])

    assert secret
    assert URL in again.text
    assert "jeszcze żadnego" in again.text
    assert secret[1] not in again.text
    assert "Adres nie będzie już wywoływany." in browser.open(removed.location).text
    assert world.get(owner, "/v1/webhooks").json["items"] == []


def test_what_is_no_address_is_refused_at_its_field(world, account, owner):
    browser = browser_of(world, owner)
    browser.open(HERE)

    page = browser.send(HERE, url="ftp://program.example")

    assert page.status_code == 422
    assert 'id="e-url"' in page.text


def test_people_of_one_account_do_not_see_each_others_addresses(world, account, owner):
    browser = browser_of(world, owner)
    browser.open(HERE)
    browser.send(HERE, url=URL)

    assert URL not in browser_of(world, world.person({account: "admin"})).open(HERE).text


def test_an_export_that_ended_is_the_last_notice(world, account, owner):
    browser = browser_of(world, owner)
    browser.open(HERE)
    browser.send(HERE, url=URL)

    world.exported(owner, "acme")

    assert "próbujemy ponownie" in browser.open(HERE).text
