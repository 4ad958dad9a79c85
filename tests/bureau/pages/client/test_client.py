"""A client's page: where it stands, what leads on and what does not."""

from shared.contracts.account_endings import AccountFrozen, LeavingStarted, LeavingStopped
from shared.ids import new_id
from tests.bureau.leaving.test_leaving import facts
from tests.bureau.pages.client.conftest import API, CLIENT, actions, ways


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
    stage.hear(LeavingStarted(**facts(stage, new_id(), "alfa")))

    page = browser.open(CLIENT)

    assert "Klient odchodzi" in page.text
    assert "do 17 lis 2026" in page.text


def test_a_leaving_that_was_stopped_says_why(stage, owner, browser):
    stage.created_client("alfa", owner)
    why = {"reason_code": "dispute", "reason": "Trwa spór o firmę"}
    stage.hear(LeavingStopped(**facts(stage, new_id(), "alfa"), **why))

    assert "Powód: Trwa spór o firmę" in browser.open(CLIENT).text


def test_a_frozen_account_says_that_an_operator_decides(stage, browser):
    stage.client("alfa")
    stage.hear(AccountFrozen(account_id=stage.accounts["alfa"], prefix="alfa"))

    page = browser.open(CLIENT)

    assert "Operator musi rozstrzygnąć, do kogo należy konto" in page.text
    assert ways(page)["Zakończ współpracę"] == "blocked"


def test_the_page_asks_the_same_number_of_queries_however_much_there_is(stage, owner, browser):
    def look():
        assert browser.open(CLIENT).status_code == 200

    stage.client("alfa")
    stage.open_months()
    few = stage.queries(look)
    people = [stage.worker("biuro500", "member").id for _ in range(4)]
    stage.call("PUT", f"{API}/assignments", owner, {"user_ids": people})
    for number in range(1, 8):
        stage.document("alfa", issued=f"2026-{number:02}-05")
        stage.post(f"{API}/months/2026-{number:02}/complete", owner)
    stage.post(f"{API}/handover_package", owner)

    assert stage.queries(look) == few


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
