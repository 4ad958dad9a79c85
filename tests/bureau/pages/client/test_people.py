"""Who looks after a client, on its page, and who may decide there."""

import re

import pytest

from services.bureau.days import last_month, month_of, today
from tests.bureau.pages.client.conftest import API, CLIENT, actions, ways
from tests.bureau.pages.conftest import browser_of

MONTH = last_month(month_of(today()))


def test_carer_and_deputy_are_named_and_reach_the_client(stage, owner, browser, member):
    admin = stage.worker("biuro500", "admin", name="Barbara")
    browser.open(CLIENT)

    answer = browser.send(f"{CLIENT}/people", carer=member.id, deputy=admin.id)

    assert answer.status_code == 303
    assigned = stage.get(f"{API}/assignments", owner).json
    assert (assigned["carer"], assigned["deputy"]) == (member.id, admin.id)
    assert set(assigned["user_ids"]) == {member.id, admin.id}
    assert "<dt>Opiekun</dt><dd>Anna</dd>" in browser.open(CLIENT).text


def test_one_person_is_not_carer_and_deputy(stage, browser, member):
    browser.open(CLIENT)

    answer = browser.send(f"{CLIENT}/people", carer=member.id, deputy=member.id)

    assert answer.status_code == 422
    assert 'id="e-deputy"' in answer.text
    assert re.search(r'<details class="fold" open><summary>Zmień, kto zajmuje', answer.text)


def test_the_clients_own_people_are_shown_while_its_documents_are_open(stage, owner, browser):
    stage.client("alfa")
    assert stage.owners["alfa"].id
    opened = browser.open(CLIENT)
    stage.post(f"{API}/detach", owner)

    assert "Osoby po stronie klienta" in opened.text
    assert "Osoby po stronie klienta" not in browser.open(CLIENT).text


def test_a_member_notes_and_books_and_does_not_decide(stage, owner, member):
    theirs = browser_of(stage, member)

    page = theirs.open(f"{CLIENT}?month={MONTH}")

    forms = {action for action in actions(page) if action.startswith(CLIENT)}
    assert forms == {f"{CLIENT}/notes", f"{CLIENT}/months?month={MONTH}"}
    assert ways(page)["Zakończ współpracę"] == "blocked"
    assert theirs.send(f"{CLIENT}/months?month={MONTH}").status_code == 303
    theirs.open(CLIENT)
    assert theirs.send(f"{CLIENT}/notes", note="Moja notatka").status_code == 303
    assert stage.get(f"{API}/desk", owner).json["note"] == "Moja notatka"


@pytest.mark.parametrize("what", ["people", "package", "package/waive", "detach", "handover"])
def test_what_only_those_who_lead_decide_is_refused_to_a_member(stage, member, what):
    theirs = browser_of(stage, member)

    assert theirs.post(f"{CLIENT}/{what}", email="jan@alfa.example").status_code == 403
