"""One thing done to many companies: chosen on the list, tried first, done once."""

import re

import pytest

from tests.bureau.pages.conftest import browser_of

BULK = "/panel/biuro500/bulk"
CLIENTS = "/v1/bureaus/biuro500/clients"


@pytest.fixture
def owner(stage):
    owner = stage.bureau("biuro500", size=9)
    for prefix in ("alfa", "beta", "gamma"):
        stage.client(prefix, name=prefix.capitalize())
    return owner


def send(browser, **typed):
    """Send the form of the page that is open; gives the address of the job."""
    answer = browser.send(action(browser), **typed)
    assert answer.status_code == 303, answer.text
    return answer.location


def action(browser):
    found = re.search(r'<form method="post" action="(/panel/[^"]+/bulk[^"]*)"', browser.page.text)
    assert found, browser.page.text
    return found[1].replace("&amp;", "&")


def tags(stage, owner, client):
    return stage.get(f"{CLIENTS}/{client}/desk", owner).json["tags"]


def outcomes(page):
    rows = page.text.partition("<tbody>")[2]
    return re.findall(r'<th scope="row">.*?>([^<]+)</a>.*?class="badge[^>]*>([^<]+)<', rows, re.S)


def test_those_that_are_ticked_are_tried_and_then_done(stage, owner, browser):
    browser.open(f"{BULK}?action=tag&clients=alfa&clients=beta")
    assert "alfa\nbeta</textarea>" in browser.page.text

    tried = send(browser, **{"arguments/add": "vip, nowy rok"})
    stage.work()
    page = browser.open(tried)

    assert outcomes(page) == [("Alfa", "Możliwe"), ("Beta", "Możliwe")]
    assert tags(stage, owner, "alfa") == []

    done = browser.send(f"{tried}/carry-out").location
    stage.work()

    assert outcomes(browser.open(done)) == [("Alfa", "Zrobione"), ("Beta", "Zrobione")]
    assert tags(stage, owner, "alfa") == ["nowy rok", "vip"]
    assert tags(stage, owner, "gamma") == []
    assert f'href="{done}"' in browser.open(tried).text  # The dry run leads on to it.


def test_all_that_pass_the_filters_are_chosen_on_the_other_pages_too(stage, owner, browser):
    page = browser.open(f"{BULK}?action=note&q=a&state=active&all=true&clients=alfa&limit=1")
    assert "3 firmy spełniają filtry." in page.text

    tried = send(browser, **{"arguments/note": "Ważne"})
    stage.work()

    assert [name for name, _ in outcomes(browser.open(tried))] == ["Alfa", "Beta", "Gamma"]


def test_a_form_that_is_pressed_twice_starts_one_job(stage, owner, browser):
    browser.open(f"{BULK}?action=note&clients=alfa")
    form = browser.page
    typed = {"arguments/note": "Ważne"}
    tried = send(browser, **typed)
    browser.page = form
    assert send(browser, **typed) == tried
    stage.work()

    page = browser.open(tried)
    done = browser.send(f"{tried}/carry-out").location
    browser.page = page
    assert browser.send(f"{tried}/carry-out").location == done
    stage.work(2)

    page = browser.open(done)
    undone = browser.send(f"{done}/undo").location
    browser.page = page
    assert browser.send(f"{done}/undo").location == undone
    items = stage.get("/v1/bureaus/biuro500/bulk", owner).json["items"]
    assert [item["dry_run"] for item in items] == [False, False, True]


def test_a_hand_over_goes_to_the_person_in_the_line_of_each_company(stage, owner, browser):
    stage.created_client("nasza", owner)
    page = browser.open(f"{BULK}?action=handover&clients=nasza&clients=alfa")
    assert "nasza; biuro@probna.example\nalfa; biuro@probna.example</textarea>" in page.text

    tried = send(browser, **{"arguments/emails": "nasza; osoba@nasza.example\nalfa"})
    stage.work()
    page = browser.open(tried)

    assert [outcome for _, outcome in outcomes(page)] == ["Możliwe", "Niemożliwe"]
    browser.send(f"{tried}/carry-out")
    stage.work()
    assert [m["email"] for m in stage.said("bureau.handover.offered.v1")] == ["osoba@nasza.example"]


def test_what_stands_in_the_way_is_counted_with_its_reason(stage, owner, browser):
    stage.created_client("nasza", owner)
    stage.created_client("nowa", owner)

    browser.open(f"{BULK}?action=detach&all=true")
    tried = send(browser)
    stage.work()
    page = browser.open(tried)

    counted = re.findall(r"<li><span[^>]*>([^<]+)</span> <b>(\d+)</b> ([^<]*)", page.text)
    assert counted[0] == ("Możliwe", "3", "")
    assert counted[1][:2] == ("Niemożliwe", "2")
    assert "Właścicielem konta jest biuro" in counted[1][2]
    assert 'class="btn danger"' in page.text
    only = browser.open(f"{tried}?outcome=would_refuse")
    assert len(outcomes(only)) == 2


def test_people_are_assigned_with_their_duties(stage, owner, browser):
    carer, other = (stage.worker("biuro500", "member", name=n) for n in ("Member A", "Member B"))
    browser.open(f"{BULK}?action=assign&clients=alfa")

    typed = {"arguments/carer": carer.id, "arguments/user_ids": other.id}
    tried = send(browser, **typed)
    stage.work()
    browser.open(tried)
    browser.send(f"{tried}/carry-out")
    stage.work()

    found = stage.get(f"{CLIENTS}/alfa/assignments", owner).json
    assert (found["carer"], found["deputy"]) == (carer.id, None)
    assert found["user_ids"] == sorted([carer.id, other.id])


@pytest.mark.parametrize(
    ("chosen", "typed", "said"),
    [
        ("action=tag&clients=alfa", {}, "Podaj etykiety"),
        ("action=tag", {"clients": "", "arguments/add": "vip"}, "Zaznacz firmy na liście"),
        ("action=handover", {"arguments/emails": ""}, "Zaznacz firmy na liście"),
        ("action=handover", {"arguments/emails": "alfa; none"}, "To nie jest adres e-mail."),
        ("action=tag", {"clients": "a_b", "arguments/add": "vip"}, "Prefiks ma 3–40 znaków"),
        ("action=export&clients=alfa", {"arguments/period/from": ""}, "e-arguments/period/from"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(browser, chosen, typed, said):
    browser.open(f"{BULK}?{chosen}")

    answer = browser.send(action(browser), **typed)

    assert answer.status_code == 422
    assert said in answer.text.partition("<main")[2]


def test_more_than_a_job_takes_is_refused_with_the_way_out(stage, owner, browser, monkeypatch):
    monkeypatch.setattr("services.bureau.pages.bulk.routes.LARGEST", 2)

    answer = browser.open(f"{BULK}?action=tag&all=true")

    assert answer.status_code == 409
    assert "Najwyżej 2 firm naraz. Najpierw zawęź listę." in answer.text


def test_two_thousand_companies_are_one_page_of_a_hundred_rows_and_no_hidden_fields(
    stage, owner, browser
):
    prefixes = [f"firma{number}" for number in range(2000)]
    body = {"action": "detach", "clients": prefixes, "arguments": {}, "dry_run": True}
    job = stage.post("/v1/bureaus/biuro500/bulk", owner, body).json["id"]
    while stage.get(f"/v1/bureaus/biuro500/bulk/{job}", owner).json["state"] != "completed":
        stage.work(20)

    page = browser.open(f"/panel/biuro500/jobs/{job}")

    assert page.text.count("<tr>") == 51
    assert "<b>2000</b>" in page.text.replace("\xa0", "")
    assert len(page.data) < 60_000


def test_the_list_offers_it_to_who_leads_and_not_to_a_member(stage, owner, browser):
    page = browser.open("/panel/biuro500/clients?q=a&cursor=")
    assert page.text.count('form="bulk" name="clients"') == 3
    assert '<input type="hidden" name="q" value="a">' in page.text

    member = browser_of(stage, stage.worker("biuro500", "member"))
    assert 'id="bulk"' not in member.open("/panel/biuro500/clients").text
    assert member.open(f"{BULK}?action=tag").status_code == 403
    assert member.open("/panel/biuro500/jobs").status_code == 404


def test_jobs_are_listed_the_newest_first(browser):
    assert "Nie było jeszcze działań zbiorczych" in browser.open("/panel/biuro500/jobs").text
    browser.open(f"{BULK}?action=detach&clients=alfa")
    job = send(browser)

    page = browser.open("/panel/biuro500/jobs")

    assert f'href="{job}"' in page.text
    assert "tylko sprawdzenie" in page.text
