"""The operator's desk: bureaus, their packages and seats, each change with a reason."""

import re
from datetime import timedelta

import pytest

from services.bureau.days import today
from tests.bureau.pages.conftest import browser_of
from tests.stuck.reader import Reader

BIURO = "/desk/bureaus/biuro500"


@pytest.fixture
def stage(stage_on_each):
    return stage_on_each


@pytest.fixture
def browser(stage):
    return browser_of(stage, stage.operator)


def package(stage, bureau, days):
    until = (today() + timedelta(days=days)).isoformat()
    body = {"package_size": 5, "valid_until": until}
    stage.call("PUT", f"/v1/bureaus/{bureau}/module", stage.operator, body)


def listed(page):
    return re.findall(r'<a href="/desk/bureaus/([^"]+)">', page.text)


def test_whose_package_ends_first_stands_first_and_who_is_closed_last(stage, browser):
    for bureau in ("biuro1", "biuro2", "biuro3", "biuro4"):
        stage.bureau(bureau)
    package(stage, "biuro1", days=20)
    package(stage, "biuro3", days=5)
    package(stage, "biuro2", days=1)
    stage.post("/v1/bureaus/biuro2/module/close", stage.operator, {"reason": "x"})

    page = browser.open("/desk")
    asked = stage.get("/v1/bureaus", stage.operator).json["items"]

    assert listed(page) == ["biuro3", "biuro1", "biuro2", "biuro4"]
    assert [each["prefix"] for each in asked] == listed(page)
    assert asked[0]["package"] == {"size": 5, "used": 0, "waiting": 0}
    assert "zostało 5 dni" in page.text
    assert listed(browser.open("/desk?state=closed")) == ["biuro2"]
    assert listed(browser.open("/desk?q=URO4")) == ["biuro4"]
    assert listed(browser.open("/desk?q=none")) == []


def test_an_account_becomes_a_bureau_with_a_reason(stage, browser):
    stage.open_account("biuro500")
    assert browser.open("/desk/bureaus?prefix=Biuro500").location == BIURO
    browser.open(BIURO)

    answer = browser.send(f"{BIURO}/activate", package_size="10", reason="umowa 7/2026")

    assert (answer.status_code, answer.location) == (303, BIURO)
    page = browser.open(BIURO)
    assert "Zajęte subkonta: 0 z 10." in page.text
    assert "umowa 7/2026" in page.text
    assert "· Ty</span>" in page.text


@pytest.mark.parametrize("step", ["suspend", "close"])
def test_a_step_wants_a_reason_and_is_kept_in_the_history(stage, browser, step):
    stage.bureau("biuro500")
    browser.open(BIURO)

    refused = browser.send(f"{BIURO}/{step}", reason="  ")
    assert refused.status_code == 422
    assert f'id="e-{step}"' in refused.text

    browser.open(BIURO)
    assert browser.send(f"{BIURO}/{step}", reason="bez umowy").status_code == 303
    history = stage.get("/v1/bureaus/biuro500/module/history", stage.operator).json["items"]
    assert (history[0]["action"], history[0]["reason"]) == (step, "bez umowy")
    assert f'action="{BIURO}/{step}"' not in browser.open(BIURO).text


def test_a_suspended_module_is_resumed_and_one_that_ran_out_says_why_not(stage, browser):
    stage.bureau("biuro500")
    package(stage, "biuro500", days=-1)
    browser.post(f"{BIURO}/suspend", reason="x")
    assert f'action="{BIURO}/resume"' not in browser.open(BIURO).text

    answer = browser.post(f"{BIURO}/resume", reason="x")
    assert answer.status_code == 409
    assert "Paczka" in answer.text.partition('role="alert"')[2].partition("</div>")[0]

    package(stage, "biuro500", days=30)
    browser.open(BIURO)
    assert browser.send(f"{BIURO}/resume", reason="dopłacili").status_code == 303


def test_a_smaller_package_shows_first_who_would_not_fit(stage, browser):
    owner = stage.bureau("biuro500")
    for prefix in ("alfa", "beta", "gamma"):
        stage.created_client(prefix, owner)

    page = browser.open(f"{BIURO}/package?package_size=1")

    assert "2 firmy straciłyby subkonto i czekały na wolne." in page.text
    assert stage.package() == (3, 3, 5)

    answer = browser.send(f"{BIURO}/package?package_size=1", reason="mniejsza umowa")

    assert answer.status_code == 303, answer.text
    assert stage.package() == (1, 1, 1)
    assert "2 firmy czekają na subkonto." in browser.open(BIURO).text
    assert "Wszystkie zajęte subkonta (1)" in browser.open(f"{BIURO}/package").text


def test_the_ledger_proves_itself_and_shows_each_movement(stage, browser):
    owner = stage.bureau("biuro500")
    stage.created_client("alfa", owner)

    page = browser.open(f"{BIURO}/seats")

    assert "Zgadza się" in page.text
    assert page.text.count("zajęte, +1") == 1
    facts = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page.text)
    assert dict(facts)["Suma wszystkich ruchów"] == "1"


def test_a_change_of_what_is_closed_is_refused(stage, browser):
    stage.bureau("biuro500")
    browser.post(f"{BIURO}/close", reason="koniec")

    answer = browser.post(f"{BIURO}/package", package_size="3", reason="x")

    assert answer.status_code == 409
    assert "Ten moduł nie ma paczki" in browser.open(f"{BIURO}/package").text
    assert browser.post(f"{BIURO}/activate", package_size="3", reason="x").status_code == 409


def test_stuck_work_of_all_services_stands_on_one_page(stage, browser):
    reader = Reader(stage.sessions)
    reader.unbearable = {"a", "b", "c", "d", "e", "f"}
    for note in "abcdef":
        reader.take(note, note=note)

    page = browser.open("/desk/stuck").text

    assert page.count("note/") == 5
    assert "Pokaż wszystkie (6) i podjęte decyzje" in page
    for other in ("accounts", "exports"):
        assert f'hx-get="https://bureau.example/desk/stuck/{other}/latest"' in page
        assert f'href="https://bureau.example/desk/stuck/{other}"' in page
    assert 'href="https://bureau.example/desk/stuck" aria-current="page">Zablokowana praca' in page
    assert browser.open("/desk/stuck/bureau").text.count("note/") == 6
