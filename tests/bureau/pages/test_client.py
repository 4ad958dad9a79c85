"""A client's page: where it stands, what leads on and what does not, who looks after it."""

import re

import pytest
from sqlalchemy import event

from services.bureau.days import last_month, month_of, today
from shared.contracts.account_endings import AccountFrozen, LeavingStarted, LeavingStopped
from shared.contracts.accounts import ClientAskedForPackage
from shared.contracts.exports import HandoverPackageFailed, HandoverPackageVerified
from shared.ids import new_id
from tests.pages.browser import Browser

CLIENT = "/panel/biuro500/clients/alfa"
API = "/v1/bureaus/biuro500/clients/alfa"
MONTH = last_month(month_of(today()))


def browser_of(stage, person):
    return Browser(stage.app, "bureau", person.headers["Authorization"].split()[1])


@pytest.fixture
def stage(stage_on_each):
    return stage_on_each


@pytest.fixture
def owner(stage):
    return stage.bureau("biuro500")


@pytest.fixture
def browser(stage, owner):
    return browser_of(stage, owner)


@pytest.fixture
def member(stage, owner):
    """Looks after the client `alfa`, which owns its account."""
    stage.client("alfa")
    member = stage.worker("biuro500", "member", name="Anna")
    stage.call("PUT", f"{API}/assignments", owner, {"user_ids": [member.id]})
    return member


def test_a_company_that_is_being_added_is_awaited_on_its_page(stage, owner, browser):
    request_id = stage.add_company("alfa", owner)
    awaited = f"{CLIENT}?was=requested"

    waiting = browser.open(CLIENT)
    early = browser.open(awaited)
    stage.open_requested("alfa", request_id)
    late = browser.open(awaited)
    there = browser.open(CLIENT)

    assert f'hx-get="{awaited}"' in waiting.text
    assert "HX-Refresh" not in early.headers
    assert late.headers["HX-Refresh"] == "true"
    assert "was=requested" not in there.text
    assert "HX-Refresh" not in there.headers


def asked(stage):
    package_id = new_id()
    stage.hear(
        ClientAskedForPackage(
            package_id=package_id,
            account_id=stage.accounts["alfa"],
            link_id=stage.links["alfa"],
            bureau_id=stage.accounts["biuro500"],
        )
    )
    return package_id


def ended(stage, kind, package_id, **facts):
    ids = {
        "package_id": package_id,
        "client_id": stage.links["alfa"],
        "account_id": stage.accounts["alfa"],
        "bureau_id": stage.accounts["biuro500"],
        "asked_by": "client",
    }
    stage.hear(kind(**ids, **facts))


def leaves(stage, kind, **facts):
    stage.hear(
        kind(
            leaving_id=new_id(),
            account_id=stage.accounts["alfa"],
            bureau_id=stage.accounts["biuro500"],
            link_id=stage.links["alfa"],
            since="2026-11-02T09:00:00.000000Z",
            deadline="2026-11-17T23:00:00.000000Z",
            **facts,
        )
    )


def ways(page):
    """The titles of what can happen next, each with its stage."""
    listed = re.findall(r'<li class="w-(\w+)"><p><b>([^<]+)</b>', page.text)
    return {title: stage for stage, title in listed}


def actions(page):
    return set(re.findall(r'<form method="post" action="([^"]+)"', page.text))


def test_a_client_that_owns_its_account_can_be_left_and_not_handed_over(stage, browser):
    stage.client("alfa")

    page = browser.open(CLIENT)

    assert ways(page) == {
        "Zakończ współpracę": "possible",
        "Przekazanie konta klientowi": "blocked",
        "Koniec dostępu": "others",
    }
    assert "Klient jest już Właścicielem Konta." in page.text
    assert f'href="{CLIENT}/detach"' in page.text
    assert "Droga klienta. Teraz: Aktywna." in page.text


def test_a_client_whose_account_the_bureau_owns_is_handed_over_first(stage, owner, browser):
    stage.created_client("alfa", owner)

    page = browser.open(CLIENT)

    found = ways(page)
    assert found["Przekazanie konta klientowi"] == "possible"
    assert found["Zakończ współpracę"] == "blocked"
    assert "Najpierw przekaż własność klientowi." in page.text
    assert f'<a href="{CLIENT}/handover">Przekaż konto</a>' in page.text


def test_a_linked_client_says_what_the_client_has_to_do(stage, browser):
    stage.open_account("alfa")
    stage.link("alfa")

    page = browser.open(CLIENT)

    assert ways(page) == {"Zakończ współpracę": "possible", "Dostęp do dokumentów": "others"}
    assert "Co napisać do klienta" in page.text
    assert 'id="months"' not in page.text
    assert 'id="package"' not in page.text


def test_a_request_shows_its_own_life(stage, owner, browser):
    stage.add_company("alfa", owner)

    page = browser.open(CLIENT)

    assert "Droga klienta. Teraz: W trakcie zakładania." in page.text
    assert "Zwykle trwa to kilka sekund." in page.text
    assert 'id="people"' not in page.text


def test_a_refused_request_leads_to_adding_it_again(stage, owner, browser):
    request_id = stage.add_company("alfa", owner)
    stage.refuse(request_id, "alfa")

    page = browser.open(CLIENT)

    assert "Firmę można dodać jeszcze raz." in page.text
    assert 'href="/panel/biuro500/add"' in page.text


def test_a_detached_client_keeps_its_story_and_offers_nothing(stage, owner, browser):
    stage.client("alfa")
    stage.post(f"{API}/detach", owner, {"reason": "Firma kończy działalność"})

    page = browser.open(CLIENT)

    assert ways(page) == {}
    assert "Powód: Firma kończy działalność" in page.text
    assert "Można ją zacząć od nowa" in page.text
    assert actions(page) - {"https://bureau.example/sign-out"} == set()


def test_what_is_awaited_stands_on_top_with_its_last_day(stage, owner, browser):
    stage.created_client("alfa", owner)
    leaves(stage, LeavingStarted)

    page = browser.open(CLIENT)

    assert "Klient odchodzi" in page.text
    assert "do 17 lis 2026" in page.text


def test_a_leaving_that_was_stopped_says_why(stage, owner, browser):
    stage.created_client("alfa", owner)
    leaves(stage, LeavingStopped, reason_code="dispute", reason="Trwa spór o firmę")

    assert "Powód: Trwa spór o firmę" in browser.open(CLIENT).text


def test_a_frozen_account_says_that_an_operator_decides(stage, browser):
    stage.client("alfa")
    stage.hear(AccountFrozen(account_id=stage.accounts["alfa"], prefix="alfa"))

    page = browser.open(CLIENT)

    assert "Operator musi rozstrzygnąć, do kogo należy konto" in page.text
    assert ways(page)["Zakończ współpracę"] == "blocked"


def test_the_clients_demand_for_a_package_is_why_an_end_has_to_wait(stage, browser):
    stage.client("alfa")
    package_id = asked(stage)
    waiting = browser.open(CLIENT)
    ended(stage, HandoverPackageFailed, package_id, differences=1)
    failed = browser.open(CLIENT)

    assert ways(waiting)["Zakończ współpracę"] == "blocked"
    assert "Klient czeka na pakiet przekazania" in waiting.text
    assert f'<a href="{CLIENT}#package">Zobacz pakiet</a>' in waiting.text
    assert f"{CLIENT}/package/waive" not in actions(waiting)
    assert "nie przeszedł sprawdzenia" in failed.text


def test_a_verified_package_holds_nobody_up(stage, browser):
    stage.client("alfa")
    package_id = asked(stage)
    ended(stage, HandoverPackageVerified, package_id, documents=1, sha256="ab" * 32)

    page = browser.open(CLIENT)

    assert ways(page)["Zakończ współpracę"] == "possible"
    assert "Pakiet przekazania jest sprawdzony" in page.text
    assert 'href="https://bureau.example/export/alfa/packages"' in page.text


def test_a_package_is_asked_for_and_gone_without(stage, owner, browser):
    stage.client("alfa")
    browser.open(CLIENT)

    done = browser.send(f"{CLIENT}/package")
    page = browser.open(CLIENT)

    assert (done.status_code, done.location) == (303, f"{CLIENT}#package")
    assert "Powstaje pakiet przekazania, o który poprosiło biuro." in page.text
    assert f"{CLIENT}/package" not in actions(page)
    browser.send(f"{CLIENT}/package/waive")
    assert stage.get(f"{API}/handover_package", owner).json["state"] == "waived"
    assert f"{CLIENT}/package" in actions(browser.open(CLIENT))


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


def test_notes_are_written_changed_and_taken_away(stage, owner, browser):
    stage.client("alfa")
    browser.open(CLIENT)

    browser.send(f"{CLIENT}/notes", own_number="K-17", tags="Ryczałt, VAT,ryczałt", note="Pilne")
    page = browser.open(CLIENT)
    written = stage.get(f"{API}/desk", owner).json
    browser.send(f"{CLIENT}/notes", own_number="", tags="vat", note="")

    assert (written["own_number"], written["note"]) == ("K-17", "Pilne")
    assert written["tags"] == ["ryczałt", "vat"]
    assert '<p class="note">Pilne</p>' in page.text
    after = stage.get(f"{API}/desk", owner).json
    assert (after["own_number"], after["note"], after["tags"]) == (None, None, ["vat"])


def test_notes_that_somebody_else_wrote_meanwhile_are_not_overwritten(stage, owner, browser):
    stage.client("alfa")
    browser.open(CLIENT)
    stage.call("PUT", f"{API}/desk", owner, {"note": "Od kogoś innego"})

    answer = browser.send(f"{CLIENT}/notes", note="Moje")

    assert answer.status_code == 412
    assert "W międzyczasie ktoś inny coś tu zapisał." in answer.text
    assert ">Moje</textarea>" in answer.text
    assert stage.get(f"{API}/desk", owner).json["note"] == "Od kogoś innego"


def test_a_tag_that_is_too_long_is_told_at_its_field(stage, browser):
    stage.client("alfa")
    browser.open(CLIENT)

    answer = browser.send(f"{CLIENT}/notes", tags="x" * 41)

    assert answer.status_code == 422
    assert 'id="e-tags"' in answer.text


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


def test_the_page_asks_the_same_number_of_queries_however_much_there_is(stage, owner, browser):
    def queries():
        counted = []
        engine = stage.sessions.kw["bind"]

        def count(*_):
            counted.append(1)

        event.listen(engine, "before_cursor_execute", count)
        browser.open(CLIENT)
        event.remove(engine, "before_cursor_execute", count)
        return len(counted)

    stage.client("alfa")
    stage.open_months()
    few = queries()
    people = [stage.worker("biuro500", "member").id for _ in range(4)]
    stage.call("PUT", f"{API}/assignments", owner, {"user_ids": people})
    for number in range(1, 8):
        stage.document("alfa", issued=f"2026-{number:02}-05")
        stage.post(f"{API}/months/2026-{number:02}/complete", owner)
    stage.post(f"{API}/handover_package", owner)

    assert queries() == few
