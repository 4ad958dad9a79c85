"""What every page stands on: files, policy, size, languages, errors, parts for siblings."""

import gzip
import re
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask, g

from services.accounts.config import Settings
from shared.errors import Unavailable
from shared.pages.static import FOLDER, assets
from shared.pages.words import day, moment, money, month, number, size, tax_no
from shared.texts import N_, say_many
from tests.accounts.builders import World
from tests.accounts.conftest import an_app, close
from tests.pages.browser import Browser

HTML = {"Accept": "text/html"}
LARGEST_LOAD = 100_000  # bytes

VENDORED = {
    "htmx.min.js": "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130",
    "hx-sse.min.js": "18ef2761356ec1fe0bb6d92612315b37517a7c1e9856b661c5ae81fef239d103",
}
"""htmx 4.0.1 and its extension for Server-Sent Events, as released, without their source maps."""


@pytest.fixture
def browser(world: World) -> Browser:
    owner = world.account("acme")
    return Browser(world.app, "accounts", owner.headers["Authorization"].split()[1])


@pytest.mark.parametrize("name", VENDORED)
def test_what_others_wrote_is_what_they_released(name: str) -> None:
    assert sha256((FOLDER / name).read_bytes()).hexdigest() == VENDORED[name]


def test_everything_of_others_is_known() -> None:
    ours = {"biurko.css", "biurko.js", "biurko.svg"}

    assert {path.name for path in FOLDER.iterdir()} == ours | set(VENDORED) | {"LICENSE-htmx"}


def test_a_file_is_kept_for_as_long_as_it_lasts(app: Flask) -> None:
    client = app.test_client()
    path = f"/-/accounts/static/{assets()['biurko.css'].print}/biurko.css"

    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    old = client.get("/-/accounts/static/0123456789abcdef/biurko.css")
    other = client.get(f"/-/accounts/static/{assets()['biurko.css'].print}/other.css")

    assert first.mimetype == "text/css"
    assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (again.status_code, again.data) == (304, b"")
    assert gzip.decompress(packed.data) == first.data
    assert packed.headers["ETag"] != first.headers["ETag"]
    assert (old.status_code, other.status_code) == (404, 404)


@pytest.mark.parametrize("path", ["/sign-in", "/", "/account/acme/settings/users"])
def test_the_first_load_of_a_page_is_small(browser: Browser, path: str) -> None:
    page = browser.client.get(path)
    if page.status_code == 303:
        page = Browser(browser.client.application, "accounts").open(path)
    files = re.findall(r'(?:src|href)="(/-/[^"]+)"', page.text)

    load = len(page.data) + sum(len(browser.client.get(file).data) for file in files)

    assert len(files) >= 4
    assert load < LARGEST_LOAD


def test_a_page_may_run_and_load_nothing_that_is_not_ours(browser: Browser) -> None:
    page = browser.open("/")

    policy = page.headers["Content-Security-Policy"]
    nonces = set(re.findall(r'nonce="([^"]+)"', page.text))
    assert len(nonces) == 1
    assert f"script-src 'nonce-{nonces.pop()}';" in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<style|style=|\son\w+=|<script(?![^>]*nonce)", page.text)
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert not re.findall(r'(?:src|href)="https?://(?!accounts\.test)', page.text)
    assert "nonce-" in policy
    assert browser.open("/").headers["Content-Security-Policy"] != policy


def test_pages_are_polish_unless_english_is_asked_for(app: Flask) -> None:
    def shown(path: str = "/sign-in", **headers: str) -> str:
        text = app.test_client().get(path, headers=headers).text
        found = re.search(r'<html lang="(\w\w)">', text)
        return found[1] if found else ""

    assert shown() == "pl"
    assert shown(**{"Accept-Language": "de"}) == "pl"
    assert shown(**{"Accept-Language": "en-GB,en;q=0.9,pl;q=0.5"}) == "en"
    assert shown("/sign-in?lang=en") == "en"
    assert shown("/sign-in?lang=fr") == "pl"


def test_the_language_that_was_chosen_stays(app: Flask) -> None:
    client = app.test_client()
    client.get("/sign-in?lang=en")

    assert "Sign in" in client.get("/sign-in").text
    assert "Sign in" in client.get("/sign-in", headers={"Accept-Language": "pl"}).text


@pytest.mark.parametrize(
    ("count", "polish", "english"),
    [
        (0, "0 kont", "0 accounts"),
        (1, "1 konto", "1 account"),
        (2, "2 konta", "2 accounts"),
        (5, "5 kont", "5 accounts"),
        (12, "12 kont", "12 accounts"),
        (21, "21 kont", "21 accounts"),
        (22, "22 konta", "22 accounts"),
        (112, "112 kont", "112 accounts"),
    ],
)
def test_numbers_take_the_form_of_their_language(count: int, polish: str, english: str) -> None:
    text = ("%(count)s account", "%(count)s accounts")

    assert say_many(text, count, "pl") == polish
    assert say_many(text, count, "en") == english


def test_numbers_dates_and_money_are_written_as_in_poland(app: Flask) -> None:
    with app.test_request_context("/"):
        g.language = "pl"
        assert number(1234567) == "1\xa0234\xa0567"
        assert money("1234.5") == "1\xa0234,50\xa0zł"
        assert money("-7.00", "EUR") == "-7,00\xa0€"
        assert day(date(2026, 11, 4)) == "4 lis 2026"
        assert month("2026-11") == "listopad 2026"
        assert moment(datetime(2026, 11, 24, 23, 30, tzinfo=UTC)) == "25 lis 2026, 00:30"
        assert tax_no("5261040828") == "526-104-08-28"
        assert tax_no("DE123") == "DE123"
        assert size(1_440_000) == "1,4 MB"
        assert number(None) == money(None) == day(None) == size(None) == "–"
        g.language = "en"
        assert money("1234.5") == "1,234.50\xa0PLN"


def test_an_address_that_is_none_is_told_to_people_in_words(app: Flask) -> None:
    client = app.test_client()

    page = client.get("/no/such/page", headers=HTML)
    answer = client.get("/no/such/page")
    api = client.get("/v1/no/such", headers=HTML)

    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "Tu nic nie ma" in page.text
    assert "Sprawdź adres" in page.text
    assert answer.mimetype == api.mimetype == "application/problem+json"


def test_a_method_that_a_page_does_not_take_is_told_in_words(app: Flask) -> None:
    answer = app.test_client().get("/sign-out", headers=HTML)

    assert answer.status_code == 405
    assert answer.mimetype == "text/html"
    assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (Unavailable(N_("The database does not answer now. Try again in a moment.")), 503, "Ta c"),
        (RuntimeError("secret details"), 500, "Coś się u nas nie udało"),
    ],
)
def test_a_page_that_fails_says_what_happened_and_what_to_do(
    settings: Settings, error: Exception, status: int, said: str
) -> None:
    app = an_app(settings)
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def fail(*_: object, **__: object) -> None:
        raise error

    app.view_functions["pages.signing_in.show_sign_in"] = fail

    answer = app.test_client().get("/sign-in")

    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert said in answer.text
    assert "Spróbuj" in answer.text
    assert "secret details" not in answer.text
    close(app)


def test_a_part_is_read_by_pages_of_ours_only(world: World, settings: Settings) -> None:
    app = an_app(Settings(**settings.__dict__ | {"bureau_pages_url": "https://bureau.test"}))
    token = World(app).account("firm").headers["Authorization"].split()[1]
    browser = Browser(app, "accounts", token)
    path = "/account/firm/documents/latest"

    ours = browser.open(path, Origin="https://bureau.test")
    theirs = browser.open(path, Origin="https://evil.example")
    asked = browser.client.options(path, headers={"Origin": "https://bureau.test"})
    page = browser.open("/account/firm/settings/users", Origin="https://bureau.test")

    assert ours.headers["Access-Control-Allow-Origin"] == "https://bureau.test"
    assert ours.headers["Access-Control-Allow-Credentials"] == "true"
    assert "Nie ma jeszcze dokumentów." in ours.text
    assert "Access-Control-Allow-Origin" not in theirs.headers
    assert "hx-request" in asked.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Origin" not in page.headers
    close(app)


def test_script_that_finds_no_sign_in_is_sent_for_one(app: Flask) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "https://accounts.test/account/acme/x"}

    answer = app.test_client().get("/account/acme/documents/latest", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("https://accounts.test/sign-in/renew?next=")


def test_script_that_sends_a_form_without_a_sign_in_stays_on_its_page(app: Flask) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "https://accounts.test/account/acme/x"}

    answer = app.test_client().post("/account/acme/documents/new/draft", headers=headers)

    assert answer.status_code == 401
    assert "HX-Redirect" not in answer.headers


def test_the_licence_of_htmx_lies_beside_it() -> None:
    assert "Zero-Clause BSD" in (Path(FOLDER) / "LICENSE-htmx").read_text()
