"""The months of a client on its page: a strip of them, and the steps of the one looked at."""

import re

import pytest

from services.bureau.days import last_month, month_of, today

CLIENT = "/panel/biuro500/clients/alfa"
API = "/v1/bureaus/biuro500/clients/alfa"
THIS = month_of(today())
LAST = last_month(THIS)


@pytest.fixture
def owner(stage):
    owner = stage.bureau("biuro500")
    stage.client("alfa")
    stage.open_months()
    return owner


def state(stage, owner, month):
    items = stage.get(f"{API}/months", owner).json["items"]
    return next((each["state"] for each in items if each["month"] == month), None)


def months(page):
    return re.findall(rf'href="{CLIENT}\?month=([\d-]+)#months"', page.text)


def test_the_strip_shows_a_year_and_this_month_with_what_came(stage, browser):
    stage.document("alfa", issued=f"{LAST}-05")
    stage.document("alfa", issued=f"{LAST}-06", income=False)

    page = browser.open(CLIENT)

    assert len(months(page)) == 13
    assert months(page)[-2:] == [LAST, THIS]
    assert "sprzedaż 1, koszty 1" in page.text
    assert "<dt>ZUS</dt>" in page.text
    assert "<dt>podatek dochodowy</dt>" in page.text


def test_a_month_that_has_documents_leads_to_its_export(stage, browser):
    stage.document("alfa", issued=f"{LAST}-05")

    assert f"/new?client=alfa&amp;span={LAST}" in browser.open(f"{CLIENT}?month={LAST}").text
    assert "span=" not in browser.open(f"{CLIENT}?month={THIS}").text


def test_the_first_month_that_waits_for_work_is_looked_at(stage, owner, browser):
    for step in ("complete", "take_up", "close"):
        stage.post(f"{API}/months/{LAST}/{step}", owner)

    chosen = re.search(r'month=([\d-]+)"[^>]+aria-current="true"', browser.open(CLIENT).text)

    assert chosen
    assert chosen.group(1) == THIS


def test_an_older_month_that_is_asked_for_stands_before_the_others(browser):
    page = browser.open(f"{CLIENT}?month=2020-03")

    assert months(page)[0] == "2020-03"
    assert "marzec 2020" in page.text
    assert browser.open(f"{CLIENT}?month=nonsense").status_code == 422


def test_a_month_is_walked_from_open_to_closed(stage, owner, browser):
    here = f"{CLIENT}?month={LAST}"
    walked = []
    for _ in range(3):
        browser.open(here)
        answer = browser.send(f"{CLIENT}/months?month={LAST}")
        assert answer.location == f"{CLIENT}?month={LAST}#months"
        walked.append(state(stage, owner, LAST))

    page = browser.open(here)

    assert walked == ["complete", "in_work", "closed"]
    assert f'action="{CLIENT}/months?month={LAST}"' not in page.text
    assert f'action="{CLIENT}/months/reopen?month={LAST}"' in page.text


def test_a_month_that_nobody_began_may_be_completed(stage, owner, browser):
    earlier = last_month(LAST)
    browser.open(f"{CLIENT}?month={earlier}")

    browser.send(f"{CLIENT}/months?month={earlier}")

    assert state(stage, owner, earlier) == "complete"


def test_a_month_is_opened_again_for_a_reason_alone(stage, owner, browser):
    stage.post(f"{API}/months/{LAST}/complete", owner)
    browser.open(f"{CLIENT}?month={LAST}")

    refused = browser.send(f"{CLIENT}/months/reopen?month={LAST}", reason="")
    after_refusal = state(stage, owner, LAST)
    browser.send(f"{CLIENT}/months/reopen?month={LAST}", reason="Przyszła spóźniona faktura")

    assert refused.status_code == 422
    assert 'id="e-reason"' in refused.text
    assert re.search(r'<details class="fold" open><summary>Otwórz miesiąc', refused.text)
    assert (after_refusal, state(stage, owner, LAST)) == ("complete", "open")
    page = browser.open(f"{CLIENT}?month={LAST}")
    assert "<dd>Przyszła spóźniona faktura</dd>" in page.text


def test_a_step_that_somebody_took_already_is_told_in_words(stage, owner, browser):
    browser.open(f"{CLIENT}?month={LAST}")
    stage.post(f"{API}/months/{LAST}/complete", owner)

    answer = browser.send(f"{CLIENT}/months?month={LAST}")

    assert answer.status_code == 409
    assert state(stage, owner, LAST) == "complete"


def test_a_month_that_changed_after_its_export_is_marked(stage, browser):
    document = stage.document("alfa", issued=f"{LAST}-05")
    stage.exported("alfa")
    stage.changed_after_export("alfa", document)

    page = browser.open(f"{CLIENT}?month={LAST}")

    assert "zmiany po eksporcie" in page.text
    assert "Wyeksportuj je jeszcze raz." in page.text
