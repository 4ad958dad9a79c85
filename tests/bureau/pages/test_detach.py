"""The end of a co-operation on pages: what it brings, why, a last look."""

from tests.bureau.handover_packages import package

CLIENT = "/panel/biuro500/clients/alfa"
DETACH = f"{CLIENT}/detach"
API = "/v1/bureaus/biuro500/clients/alfa"


def test_three_steps_lead_to_the_end_and_none_before_the_last_brings_it(stage, owner, browser):
    stage.client("alfa")
    first = browser.open(DETACH)
    browser.open(f"{DETACH}/reason")
    look = browser.send(f"{DETACH}/check", reason="Zmiana biura")
    before = stage.seen("alfa", owner)["state"]

    done = browser.send(DETACH)

    assert f'href="{DETACH}/reason"' in first.text
    assert "<dd>Zmiana biura</dd>" in look.text
    assert (before, stage.seen("alfa", owner)["state"]) == ("active", "detached")
    assert (done.status_code, done.location) == (303, DETACH)
    page = browser.open(DETACH)
    assert "Współpraca z firmą Próbna Spółka z o.o. jest zakończona." in page.text
    assert "Powód: Zmiana biura" in browser.open(CLIENT).text


def test_a_reason_may_be_left_out(stage, owner, browser):
    stage.client("alfa")
    browser.open(f"{DETACH}/reason")
    browser.send(f"{DETACH}/check")

    assert browser.send(DETACH).status_code == 303
    assert stage.seen("alfa", owner)["state"] == "detached"


def test_while_the_bureau_owns_the_account_the_way_leads_to_the_hand_over(stage, owner, browser):
    stage.created_client("alfa", owner)

    page = browser.open(DETACH)

    assert "Teraz się nie da" in page.text
    assert f'<a href="{CLIENT}/handover">Przekaż konto</a>' in page.text
    assert f'href="{DETACH}/reason"' not in page.text
    for middle in (browser.open(f"{DETACH}/reason"), browser.post(f"{DETACH}/check")):
        assert "Teraz się nie da" in middle.text
    assert browser.post(DETACH).status_code == 409
    assert stage.seen("alfa", owner)["state"] == "active"


def test_a_package_that_the_client_waits_for_is_shown_as_the_reason(stage, owner, browser):
    stage.client("alfa")
    package.asked(stage, "alfa")

    page = browser.open(DETACH)

    assert "Klient poprosił o pakiet przekazania" in page.text
    assert f'href="{CLIENT}#package"' in page.text
    assert browser.post(DETACH).status_code == 409


def test_what_had_better_be_done_before_is_named_with_its_place(stage, owner, browser):
    stage.client("alfa")
    stage.open_months()

    page = browser.open(DETACH)

    assert "Warto zrobić najpierw" in page.text
    assert f'href="{CLIENT}#months"' in page.text
    assert 'href="https://bureau.example/export/biuro500/new?client=alfa"' in page.text


def test_what_ends_already_ended_is_told_so(stage, owner, browser):
    stage.client("alfa")
    stage.post(f"{API}/detach", owner)

    page = browser.open(DETACH)

    assert "Współpraca jest zakończona" in page.text
    assert browser.post(DETACH).status_code == 409
