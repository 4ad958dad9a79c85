"""The list of served companies: filters, risk, saved views, columns, and its file."""

import csv
import io
import re
from html import unescape

import pytest

from services.bureau.days import last_month, month_of, today
from tests.bureau.pages.conftest import browser_of, names

CLIENTS = "/panel/biuro500/clients"
LIST = "/panel/biuro500/list"
API = "/v1/bureaus/biuro500/clients"
MONTH = last_month(month_of(today()))


@pytest.fixture
def stage(stage_on_each):
    return stage_on_each


@pytest.fixture
def owner(stage):
    """The owner of a bureau with three clients, of which one is cared for, tagged and at work."""
    owner = stage.bureau("biuro500")
    for prefix in ("alfa", "beta", "gamma"):
        stage.client(prefix, name=prefix.capitalize())
    stage.open_months()
    stage.document("alfa", issued=f"{MONTH}-10")
    stage.post(f"{API}/alfa/months/{MONTH}/complete", owner, {})
    stage.call("PUT", f"{API}/alfa/desk", owner, {"tags": ["vip"], "note": "=1+1"})
    return owner


@pytest.fixture
def carer(stage, owner):
    carer = stage.worker("biuro500", "member", name="Member A")
    body = {"user_ids": [carer.id], "carer": carer.id}
    stage.call("PUT", f"{API}/alfa/assignments", owner, body)
    return carer


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tag=vip", ["Alfa"]),
        ("carer=nobody", ["Beta", "Gamma"]),
        ("month_state=complete", ["Alfa"]),
        ("month_state=open", ["Beta", "Gamma"]),
        ("changed=true", []),
        ("documents=true", ["Alfa"]),
        ("sort=-score", ["Gamma", "Beta", "Alfa"]),
        ("sort=-score&state=linked", []),
        (f"month_state=complete&month={month_of(today())}", []),
        ("q=gam&month_state=open&ownership=client", ["Gamma"]),
    ],
)
def test_the_list_is_narrowed_by_what_is_to_be_done(stage, carer, owner, browser, query, found):
    asked = stage.get(f"{API}?{query}", owner).json["items"]

    assert names(browser.open(f"{CLIENTS}?{query}")) == found
    assert [each["company"]["name"] for each in asked] == found


def test_a_row_names_the_carer_and_explains_its_risk(carer, browser):
    page = browser.open(f"{CLIENTS}?carer={carer.id}")

    assert names(page) == ["Alfa"]
    assert re.search(r'data-label="Opiekun">Member A', page.text)
    assert 'aria-describedby="risk-alfa"' in page.text
    parts = page.text.partition('id="risk-alfa"')[2].partition("</td>")[0]
    assert "miesiąc nie jest zamknięty <b>2</b>" in parts
    assert "razy pilność" in parts


def test_a_request_for_a_company_has_no_month_and_stays_on_the_list(stage, owner, browser):
    stage.add_company("nowa", owner, name="Nowa")

    assert "Nowa" in names(browser.open(CLIENTS))
    assert "Nowa" not in names(browser.open(f"{CLIENTS}?carer=nobody"))


def test_a_view_is_saved_used_and_removed(stage, owner, browser):
    browser.open(f"{CLIENTS}?q=&state=&month_state=open&sort=-name")
    there = browser.send(browser_action(browser, "/views"), name="Czekające")
    page = browser.open(there.location)
    (view,) = stage.get("/v1/bureaus/biuro500/work/views", owner).json["items"]

    assert view["query"] == {"state": "open", "sort": "-name"}
    assert names(page) == ["Gamma", "Beta"]
    assert re.search(r'aria-current="true">Czekające</a>', page.text)
    assert 'aria-current="true">Czekające' not in browser.open(CLIENTS).text

    browser.send(f"{LIST}/views/{view['id']}/drop")
    assert "Czekające" not in browser.open(CLIENTS).text


def test_a_name_that_is_taken_is_told_above_the_same_list(browser):
    for _ in range(2):
        browser.open(f"{CLIENTS}?tag=vip")
        answer = browser.send(browser_action(browser, "/views"), name="Moje")

    assert answer.status_code == 409
    assert "Masz już widok o nazwie „Moje”" in answer.text
    assert names(answer) == ["Alfa"]


def test_columns_are_chosen_by_the_person_and_kept(browser):
    browser.open(f"{CLIENTS}?tag=vip")
    assert "Własny numer</th>" not in browser.page.text

    path = unescape(browser_action(browser, "/columns"))
    answer = browser.client.post(
        path, data={"form_token": browser.form_token, "columns": ["own_number", "none-such"]}
    )

    page = browser.open(answer.location)
    assert names(page) == ["Alfa"]
    assert re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', page.text) == ["Firma", "Własny numer"]


def test_the_filtered_list_is_a_file_that_no_spreadsheet_calculates(carer, browser):
    answer = browser.open(f"{LIST}.csv?month_state=complete&lang=pl")

    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert answer.mimetype == "text/csv"
    assert answer.text.startswith("\ufeff")
    assert [(row["Firma"], row["Prefiks"], row["Opiekun"]) for row in rows] == [
        ("Alfa", "alfa", "Member A")
    ]
    assert rows[0]["Notatka"] == "'=1+1"
    assert (rows[0]["Miesiąc"], rows[0]["Sprzedaż"]) == ("Komplet dokumentów", "1")


def test_a_member_sees_no_people_and_the_own_clients_alone(stage, carer):
    page = browser_of(stage, carer).open(CLIENTS)

    assert names(page) == ["Alfa"]
    assert 'name="carer"' not in page.text
    assert "/panel/biuro500/people" not in page.text


def test_each_way_to_look_asks_the_same_of_many_as_of_few(stage, owner, carer, browser):
    def queries(path):
        def look():
            assert browser.open(path).status_code == 200

        return stage.queries(look)

    paths = [f"{CLIENTS}{q}" for q in ("", "?sort=-score", "?month_state=open", "?carer=nobody")]
    few = [queries(path) for path in paths]
    for number in range(6):
        stage.client(f"firma{number}")
    stage.open_months()

    assert [queries(path) for path in paths] == few
    assert max(few) < 30


def browser_action(browser, part):
    """The address of the form of the page that leads to `part`."""
    return next(
        action
        for action in re.findall(r'<form method="post" action="([^"]+)"', browser.page.text)
        if part in action
    ).replace("&amp;", "&")
