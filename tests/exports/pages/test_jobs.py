"""The pages of exports: a list, an export with its progress and file; and strangers."""

import re

import pytest

from services.exports.app import PAGES
from services.exports.jobs.models import Job
from shared.contracts.bureau import ClientDetached
from tests.exports.test_isolation import ids, strangers
from tests.exports.world import a_request
from tests.pages.browser import Browser

__all__ = ["ids"]

ENDPOINTS = [endpoint for pages in PAGES for endpoint in pages.endpoints]
VALUES = {
    "prefix": "acme",
    "client": "acme",
    "format": "symfonia_fk",
    "link": "any",
    "webhook": "any",
    "package": "any",  # What is in one is asked for in test_packages.
    "stuck": "1",
}
EACH = pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda e: f"{e.method} {e.rule}")


def browser_of(world, person=None):
    token = person.headers["Authorization"].split()[1] if person else ""
    return Browser(world.http.application, "exports", token)


def look(browser, endpoint, export):
    """Open the page of acme, or send its form empty."""
    path = endpoint.rule
    for name, value in {"export": export, **VALUES}.items():
        path = path.replace(f"<{name}>", value)
    assert "<" not in path, f"the walk does not know {path}"
    path += "?code=no_documents" if path.endswith("/problems") else ""
    return browser.open(path) if endpoint.method == "GET" else browser.post(path)


@EACH
def test_a_stranger_finds_no_page(world, ids, endpoint):
    owner = world.person({ids[0]: "owner"})
    world.has_documents(ids[0])
    done = world.exported(owner, "acme")

    found = strangers(world, ids)
    if endpoint.rule.startswith("/desk/"):
        del found["an operator"]
    for why, stranger in found.items():
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


def test_the_cancel_button_of_the_stream_can_be_pressed(world, ids):
    owner = world.person({ids[0]: "owner"})
    job = world.post(owner, "/v1/exports", a_request("acme")).json
    browser = browser_of(world, owner)

    stream = browser.client.get(f"/export/acme/{job['id']}/progress")
    first = next(stream.iter_encoded()).decode()
    stream.close()

    assert f'value="{browser.form_token}"' in first


def test_what_came_of_each_firm_is_told_until_the_export_expires(world, ids):
    owner = world.person({ids[0]: "owner", ids[2]: "owner"})
    world.has_documents(ids[0], 3)
    done = world.exported(owner, "acme", "other")
    browser = browser_of(world, owner)

    page = browser.open(f"/export/acme/{done['id']}")
    firms = browser.open(f"/export/acme/{done['id']}/firms")

    for shown in (page, firms):
        assert shown.text.count("W pliku") == 2
        assert re.search(r"data-label=.Dokumenty.>3<", shown.text)


def test_problems_stand_in_groups_with_links_to_their_documents(world, ids):
    owner = world.person({ids[0]: "owner"})
    made = world.has_documents(ids[0], 12, kind="proforma")
    done = world.exported(owner, "acme")
    browser = browser_of(world, owner)

    page = browser.open(f"/export/acme/{done['id']}").text
    listed = browser.open(f"/export/acme/{done['id']}/problems?code=unsupported_document").text

    link = "/account/acme/documents/"
    assert (page.count(link), listed.count(link)) == (10, 12)
    assert f"/export/acme/{done['id']}/problems?code=unsupported_document" in page
    assert all(f"{link}{document['id']}" in listed for document in made)


def test_a_link_is_given_shown_once_and_taken_back(world, ids):
    owner = world.person({ids[0]: "owner"})
    world.has_documents(ids[0])
    done = world.exported(owner, "acme")
    browser, here = browser_of(world, owner), f"/export/acme/{done['id']}"

    browser.open(here)
    given = browser.send(f"{here}/links", days="14")
    url = re.search(r'value="(http://exports.example/v1/links/[^"]+)"', given.text)[1]
    path = url.replace("&amp;", "&").removeprefix("http://exports.example")
    followed = world.http.get(path, buffered=True)
    again = browser.open(here)
    back = browser.send(re.search(rf"{here}/links/[^/]+/take-back", again.text)[0])

    assert followed.status_code == 200
    assert "/v1/links/" not in again.text
    assert "Link już nie działa." in browser.open(back.location).text
    assert world.http.get(path).status_code == 404


def test_an_export_is_repeated_by_a_button(world, ids):
    owner = world.person({ids[0]: "owner"})
    world.has_documents(ids[0])
    done = world.exported(owner, "acme")
    browser, here = browser_of(world, owner), f"/export/acme/{done['id']}"

    browser.open(here)
    gone = browser.send(f"{here}/repeat")
    world.run()

    again = world.shown(owner, gone.location.rsplit("/", 1)[1])
    assert again["file"]["sha256"] == done["file"]["sha256"]


def test_a_file_with_a_client_that_was_lost_is_closed_and_says_so(world, ids):
    link = world.has_client(ids[0], ids[1])
    world.has_documents(ids[0])
    accountant = world.person({ids[1]: "owner"})
    done = world.exported(accountant, "acme")
    lost = ClientDetached(client_id=link, account_id=ids[0], bureau_id=ids[1])
    world.hears(lost)

    page = browser_of(world, accountant).open(f"/export/biuro/{done['id']}").text

    assert "Plik jest dla Ciebie zamknięty" in page
    assert "Pobierz plik" not in page
    assert "/repeat" not in page


def test_an_export_in_a_format_that_nobody_knows_can_be_looked_at(world, ids):
    owner = world.person({ids[0]: "owner"})
    done = world.exported(owner, "acme")
    with world.sessions.begin() as session:
        session.get_one(Job, done["id"]).format = "made_up"
    browser = browser_of(world, owner)

    assert "made_up" in browser.open("/export/acme").text
    assert "made_up" in browser.open(f"/export/acme/{done['id']}").text
