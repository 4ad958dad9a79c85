"""The pages of exports: a list, an export with its progress and file; and strangers."""

import re

import pytest

from services.exports.app import PAGES
from tests.exports.test_isolation import ids, strangers
from tests.exports.world import a_request
from tests.pages.browser import Browser

__all__ = ["ids"]

ENDPOINTS = [endpoint for pages in PAGES for endpoint in pages.endpoints]
EACH = pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda e: f"{e.method} {e.rule}")


def browser_of(world, person=None):
    token = person.headers["Authorization"].split()[1] if person else ""
    return Browser(world.http.application, "exports", token)


def look(browser, endpoint, export):
    path = endpoint.rule.replace("<prefix>", "acme").replace("<export>", export)
    path = path.replace("<package>", "any")  # What is in one is asked for in test_packages.
    assert "<" not in path, f"the walk does not know {path}"
    return browser.open(path) if endpoint.method == "GET" else browser.post(path)


@EACH
def test_a_stranger_finds_no_page(world, ids, endpoint):
    owner = world.person({ids[0]: "owner"})
    world.has_documents(ids[0])
    done = world.exported(owner, "acme")

    for why, stranger in strangers(world, ids).items():
        answer = look(browser_of(world, stranger), endpoint, done["id"])
        assert answer.status_code in (307, 404), why  # A product has no pages at all.
        assert "FV 1/10/2026" not in answer.text


@EACH
def test_who_is_not_signed_in_is_sent_to_sign_in(world, ids, endpoint):
    answer = look(browser_of(world), endpoint, "any")

    assert answer.status_code == 307
    assert "/sign-in/renew?next=" in answer.location


@EACH
def test_people_of_one_account_do_not_see_each_others_exports(world, ids, endpoint):
    if "<export>" not in endpoint.rule:
        return
    done = world.exported(world.person({ids[0]: "owner"}), "acme")

    admin = browser_of(world, world.person({ids[0]: "admin"}))

    assert look(admin, endpoint, done["id"]).status_code == 404


def test_no_export_yet_says_what_one_is_for(world, ids):
    page = browser_of(world, world.person({ids[0]: "owner"})).open("/export/acme")

    assert "Nie ma jeszcze eksportów" in page.text


def test_an_export_that_is_ready_gives_its_file(world, ids):
    owner = world.person({ids[0]: "owner"})
    world.has_documents(ids[0])
    done = world.exported(owner, "acme")
    browser = browser_of(world, owner)

    listed = browser.open("/export/acme")
    page = browser.open(f"/export/acme/{done['id']}")
    file = browser.open(f"/export/acme/{done['id']}/file")

    assert f'href="/export/acme/{done["id"]}"' in listed.text
    assert "Gotowy" in page.text
    assert "hx-sse:connect" not in page.text
    assert file.status_code == 200
    assert file.headers["ETag"] == f'"{done["file"]["sha256"]}"'


def test_progress_comes_as_html_and_ends(world, ids):
    owner = world.person({ids[0]: "owner"})
    world.has_documents(ids[0])
    done = world.exported(owner, "acme")

    answer = browser_of(world, owner).open(f"/export/acme/{done['id']}/progress")

    assert answer.mimetype == "text/event-stream"
    assert "data: " in answer.text
    assert "Gotowy" in answer.text
    assert answer.text.endswith("event: done\ndata:\n\n")
    assert not re.search(r"^(?!data:|event:|$)", answer.text, re.MULTILINE)


def test_an_export_that_waits_can_be_cancelled(world, ids):
    owner = world.person({ids[0]: "owner"})
    world.has_documents(ids[0])
    job = world.post(owner, "/v1/exports", a_request("acme")).json
    browser = browser_of(world, owner)

    shown = browser.open(f"/export/acme/{job['id']}")
    done = browser.send(f"/export/acme/{job['id']}/cancel")
    after = browser.open(done.location)

    assert f'hx-sse:connect="/export/acme/{job["id"]}/progress"' in shown.text
    assert done.status_code == 303
    assert "Eksport został anulowany." in after.text
    assert browser.post(f"/export/acme/{job['id']}/cancel").status_code == 409
