"""The bureau's people on pages: what each looks after, and passing it on."""

import pytest

from shared.contracts.accounts import RolesChanged
from tests.bureau.pages.conftest import browser_of

PEOPLE = "/panel/biuro500/people"
CLIENTS = "/v1/bureaus/biuro500/clients"


@pytest.fixture
def owner(stage):
    owner = stage.bureau("biuro500")
    for client in ("alfa", "beta"):
        stage.client(client, name=client.capitalize())
    return owner


@pytest.fixture
def carer(stage, owner):
    """Who is the carer of both clients."""
    carer = stage.worker("biuro500", "member", name="Member A")
    for client in ("alfa", "beta"):
        body = {"user_ids": [carer.id], "carer": carer.id}
        stage.call("PUT", f"{CLIENTS}/{client}/assignments", owner, body)
    return carer


@pytest.fixture
def heir(stage, owner):
    return stage.worker("biuro500", "member", name="Member B")


def carers(stage, owner):
    return [
        stage.get(f"{CLIENTS}/{client}/assignments", owner).json["carer"]
        for client in ("alfa", "beta")
    ]


def test_people_are_listed_with_what_they_look_after(carer, heir, browser):
    page = browser.open(PEOPLE)

    assert f'href="{PEOPLE}/{carer.id}">Member A</a>' in page.text
    row = page.text.partition(">Member A</a>")[2].partition("</tr>")[0]
    assert 'data-label="Firmy">2<' in row
    assert 'data-label="jako opiekun">2<' in row


def test_a_person_passes_all_companies_on_at_once(stage, owner, carer, heir, browser):
    browser.open(f"{PEOPLE}/{carer.id}")

    answer = browser.send(f"{PEOPLE}/{carer.id}/replace", carer=heir.id)

    assert (answer.status_code, answer.location) == (303, PEOPLE)
    assert carers(stage, owner) == [heir.id, heir.id]
    assert "Przekazane firmy: 2." in browser.open(PEOPLE).text
    assert "Ta osoba nie zajmuje się żadną firmą" in browser.open(f"{PEOPLE}/{carer.id}").text


def test_one_company_goes_to_another_person_than_the_others(stage, owner, carer, heir, browser):
    other = stage.worker("biuro500", "admin", name="Admin")
    browser.open(f"{PEOPLE}/{carer.id}")

    browser.send(f"{PEOPLE}/{carer.id}/replace", carer=heir.id, carers=f"beta {other.id}")

    assert carers(stage, owner) == [heir.id, other.id]


def test_a_company_without_a_new_carer_is_told_in_its_row(stage, owner, carer, heir, browser):
    browser.open(f"{PEOPLE}/{carer.id}")

    answer = browser.send(f"{PEOPLE}/{carer.id}/replace", carers=f"beta {heir.id}")

    assert answer.status_code == 422
    assert 'id="e-alfa"' in answer.text
    assert 'id="e-beta"' not in answer.text
    assert f'value="beta {heir.id}" selected' in answer.text
    assert carers(stage, owner) == [carer.id, carer.id]


def test_a_successor_is_named_and_takes_over_only_then(stage, owner, carer, heir, browser):
    page = f"{PEOPLE}/{carer.id}"
    browser.open(page)
    browser.post(f"{page}/successor", carer=heir.id)

    assert carers(stage, owner) == [carer.id, carer.id]
    assert "Firmy przejmie Member B." in browser.open(page).text

    stage.hear(RolesChanged(user_id=carer.id, roles_version=2, roles={}))

    assert carers(stage, owner) == [heir.id, heir.id]
    assert browser.open(page).status_code == 404


def test_a_named_successor_may_be_taken_back(carer, heir, browser):
    page = f"{PEOPLE}/{carer.id}"
    browser.post(f"{page}/successor", carer=heir.id)
    browser.open(page)

    browser.send(f"{page}/successor/drop")

    assert "Gdy ta osoba odejdzie" not in browser.open(page).text


def test_companies_whose_carer_has_left_are_entrusted_to_another(
    stage, owner, carer, heir, browser
):
    stage.hear(RolesChanged(user_id=carer.id, roles_version=2, roles={}))
    page = browser.open(PEOPLE)
    assert "2 firmy czekają na nowego opiekuna" in page.text
    assert "Alfa</a>, " in page.text

    browser.send(f"{PEOPLE}/{carer.id}/adopt", carer=heir.id)

    assert carers(stage, owner) == [heir.id, heir.id]
    assert "czekają na nowego opiekuna" not in browser.open(PEOPLE).text


def test_a_member_sees_none_of_it(stage, carer):
    member = browser_of(stage, carer)

    assert member.open(PEOPLE).status_code == 403
    assert member.open(f"{PEOPLE}/{carer.id}").status_code == 403
