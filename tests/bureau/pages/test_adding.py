"""Adding companies by pages: one by its form, many by a list that is checked first."""

import re

from tests.bureau.pages.conftest import browser_of

ADD = "/panel/biuro500/add"

FIRM = {
    "company/name": "Młyn Nowy s.c.",
    "company/tax_no": "526-025-02-74",
    "company/street": "Polna",
    "company/post_code": "00-001",
    "company/city": "Radom",
    "company/country": "PL",
    "company/email": "biuro@mlyn.example",
}

LIST = (
    "name;tax_no;street;post_code;city;email\n"
    "Młyn s.c.;5260250274;Polna;00-001;Radom;biuro@mlyn.example\n"
    "Tartak s.c.;1234567890;Leśna;00-001;Radom;biuro@tartak.example\n"
)


def test_a_company_without_a_prefix_gets_one_of_its_name(stage, owner, browser):
    browser.open(ADD)

    answer = browser.send(ADD, **FIRM)

    assert answer.status_code == 303, answer.text
    prefix = answer.location.rpartition("/")[2]
    assert prefix.startswith("mlyn")
    assert stage.seen(prefix, owner)["state"] == "requested"


def test_a_wrong_number_is_told_at_its_field_and_nothing_typed_is_lost(browser):
    browser.open(ADD)

    answer = browser.send(ADD, **FIRM | {"company/tax_no": "1234567890"})

    assert answer.status_code == 422
    assert 'id="e-company/tax_no"' in answer.text
    assert 'value="Młyn Nowy s.c."' in answer.text


def test_a_list_is_checked_row_by_row_and_added_only_when_said_so(stage, owner, browser):
    browser.open(f"{ADD}/list")
    job = browser.send(f"{ADD}/list", list=LIST).location
    stage.work()
    page = browser.open(job)

    assert "Można wykonać 1 z 2" in page.text
    assert "Niemożliwe" in page.text
    assert not stage.said("bureau.company.requested.v1")

    done = browser.send(f"{job}/carry-out")
    stage.work()

    assert "Zrobiono: 1 z 1." in browser.open(done.location).text
    assert len(stage.said("bureau.company.requested.v1")) == 1


def test_a_job_in_earnest_is_not_carried_out_again(stage, browser):
    browser.open(f"{ADD}/list")
    job = browser.send(f"{ADD}/list", list=LIST).location
    stage.work()
    browser.open(job)
    done = browser.send(f"{job}/carry-out").location
    stage.work()

    assert browser.post(f"{done}/carry-out").status_code == 409


def test_a_dry_run_is_carried_out_once_however_often_the_button_is_pressed(stage, browser):
    browser.open(f"{ADD}/list")
    job = browser.send(f"{ADD}/list", list=LIST).location
    stage.work()
    browser.open(job)

    first = browser.send(f"{job}/carry-out").location
    second = browser.post(f"{job}/carry-out").location

    assert first == second
    assert f'href="{first}"' in browser.open(job).text


def test_an_empty_list_is_refused_on_its_page(browser):
    browser.open(f"{ADD}/list")

    answer = browser.send(f"{ADD}/list", list="")

    assert answer.status_code == 422
    assert "<textarea" in answer.text


def test_a_member_adds_nothing_and_sees_no_job(stage, browser):
    browser.open(f"{ADD}/list")
    job = browser.send(f"{ADD}/list", list=LIST).location
    member = stage.worker("biuro500", "member")
    theirs = browser_of(stage, member)

    assert theirs.open(ADD).status_code == 403
    assert theirs.open(job).status_code == 404
    assert not re.search(r'href="/panel/biuro500/add"', theirs.open("/panel/biuro500/clients").text)


def test_figures_are_charts_with_their_numbers(stage, browser):
    stage.client("alfa")

    page = browser.open("/panel/biuro500/figures")

    assert page.status_code == 200
    assert page.text.count("<figure") == 4
    assert browser.open("/panel/biuro500/figures?from=2026-05&to=2026-01").status_code == 422
