"""Dane firmy: seen and changed by who may, and by nobody else."""

from tests.accounts.builders import Someone, World
from tests.accounts.pages.conftest import browser_of

COMPANY = "/account/acme/settings/company"


def test_the_firm_is_shown_and_changed(world: World, owner: Someone) -> None:
    browser = browser_of(world, owner)
    page = browser.open(COMPANY)

    saved = browser.send(COMPANY, **{"company/city": "Łódź", "company/tax_office_code": "1471"})

    company = owner.get("/v1/accounts/acme").json["company"]
    assert 'value="Warszawa"' in page.text
    assert (saved.status_code, saved.location) == (303, COMPANY)
    assert (company["city"], company["tax_office_code"]) == ("Łódź", "1471")
    assert world.said("accounts.account.company_changed.v1")[-1]["company"]["city"] == "Łódź"


def test_what_is_optional_can_be_left_empty_again(world: World, owner: Someone) -> None:
    owner.patch("/v1/accounts/acme", {"company": {"county": "łódzki", "birth_date": "1980-01-01"}})
    browser = browser_of(world, owner)
    browser.open(COMPANY)

    browser.send(COMPANY, **{"company/county": "", "company/birth_date": ""})

    company = owner.get("/v1/accounts/acme").json["company"]
    assert (company["county"], company["birth_date"]) == (None, None)


def test_a_natural_person_is_given_whole(world: World, owner: Someone) -> None:
    browser = browser_of(world, owner)
    browser.open(COMPANY)

    half = browser.send(COMPANY, **{"company/person/first_name": "Zażółć"})
    whole = browser.send(COMPANY, **{"company/person/last_name": "Gęślą"})

    assert half.status_code == 422
    assert 'aria-describedby="e-company/person/last_name"' in half.text
    assert whole.status_code == 303
    person = owner.get("/v1/accounts/acme").json["company"]["person"]
    assert person == {"first_name": "Zażółć", "last_name": "Gęślą"}


def test_a_wrong_number_is_said_at_its_field(world: World, owner: Someone) -> None:
    browser = browser_of(world, owner)
    browser.open(COMPANY)

    refused = browser.send(COMPANY, **{"company/tax_no": "123"})

    assert refused.status_code == 422
    assert "To nie jest prawidłowy NIP." in refused.text
    assert owner.get("/v1/accounts/acme").json["company"]["tax_no"] == "5261040828"


def test_the_tabs_are_for_who_may_change_settings(world: World, owner: Someone) -> None:
    member = browser_of(world, world.with_role(owner, "acme", "member"))

    for tab in ("company", "tokens", "webhooks", "mail"):
        assert browser_of(world, owner).open(f"/account/acme/settings/{tab}").status_code == 200
        assert member.open(f"/account/acme/settings/{tab}").status_code == 403
