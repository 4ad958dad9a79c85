"""Export settings through the pages: what is missing, what is saved, who may not."""

from tests.exports.pages.test_jobs import browser_of

SYMFONIA = "/export/acme/settings/acme/symfonia_fk"
API = "/v1/accounts/acme/settings/symfonia_fk"


def test_what_is_missing_is_named(world, account, owner):
    browser = browser_of(world, owner)

    listed = browser.open("/export/acme/settings/acme").text
    page = browser.open(SYMFONIA).text

    for text in (listed, page):
        assert "Konto rozrachunków z odbiorcami" in text
    assert "Bez tych danych plik nie powstanie" in page


def test_an_account_that_serves_nobody_gets_to_its_own_settings(world, account, owner):
    answer = browser_of(world, owner).open("/export/acme/settings")

    assert (answer.status_code, answer.location) == (303, "/export/acme/settings/acme")


def test_settings_and_maps_are_saved_as_the_api_has_them(world, account, owner):
    browser = browser_of(world, owner)
    browser.open(SYMFONIA)

    saved = browser.send(
        SYMFONIA,
        **{
            "settings/receivables": " 200-1 ",
            "settings/sale_symbol": "FV",
            "settings/revenue_by_rate/0/value": "700-23",
            "settings/costs_by_category/0/name": "paliwo",
            "settings/costs_by_category/0/value": "401-5",
        },
    )

    settings = world.get(owner, API).json["settings"]
    assert saved.status_code == 303
    assert (settings["receivables"], settings["sale_symbol"]) == ("200-1", "FV")
    assert settings["revenue_by_rate"] == {"23": "700-23"}
    assert settings["costs_by_category"] == {"paliwo": "401-5"}
    assert "revenue" not in settings


def test_what_does_not_fit_is_shown_at_its_field_and_nothing_is_saved(world, account, owner):
    browser = browser_of(world, owner)
    browser.open(SYMFONIA)

    page = browser.send(
        SYMFONIA,
        **{
            "settings/sale_symbol": "FAKTURA",
            "settings/costs_by_category/1/name": "paliwo",
        },
    )

    assert page.status_code == 422
    assert page.text.count("aria-invalid") == 2
    assert 'value="FAKTURA"' in page.text
    assert world.get(owner, API).json["version"] == 0


def test_a_category_that_is_given_twice_is_refused(world, account, owner):
    browser = browser_of(world, owner)
    browser.open(SYMFONIA)

    page = browser.send(
        SYMFONIA,
        **{
            f"settings/costs_by_category/{place}/{part}": value
            for place in (0, 1)
            for part, value in (("name", "paliwo"), ("value", f"40{place}"))
        },
    )

    assert page.status_code == 422
    assert "Ta kategoria występuje dwa razy." in page.text


def test_a_form_that_is_older_than_what_was_saved_changes_nothing(world, account, owner):
    browser = browser_of(world, owner)
    browser.open(SYMFONIA)
    world.put(owner, API, {"settings": {"receivables": "201"}})

    page = browser.send(SYMFONIA, **{"settings/receivables": "999"})

    assert page.status_code == 412
    assert world.get(owner, API).json["settings"]["receivables"] == "201"


def test_a_bureau_sets_what_its_client_needs_and_no_strangers(world, account):
    bureau = world.has_account("biuro")
    world.has_client(account, bureau)
    world.has_account("stranger")
    browser = browser_of(world, world.person({bureau: "owner"}))

    firms = browser.open("/export/biuro/settings").text
    shown = browser.open("/export/biuro/settings/acme/optima_xml")
    stranger = browser.open("/export/biuro/settings/stranger/optima_xml")

    assert "/export/biuro/settings/acme" in firms
    assert "stranger" not in firms
    assert (shown.status_code, stranger.status_code) == (200, 404)


def test_a_client_that_is_not_assigned_to_a_member_stays_closed(world, account):
    bureau = world.has_account("biuro")
    world.has_client(account, bureau)
    browser = browser_of(world, world.person({bureau: "member"}))

    assert browser.open("/export/biuro/settings/acme").status_code == 404
    assert browser.post("/export/biuro/settings/acme/symfonia_fk").status_code == 404


def test_amounts_are_written_as_people_write_them(world, account, owner):
    browser, page = browser_of(world, owner), "/export/acme/settings/acme/jpk_pkpir_3"
    empty = browser.open(page).text

    browser.send(page, **{"settings/opening_stock": "12 345,6", "settings/closing_stock": "0"})

    settings = world.get(owner, "/v1/accounts/acme/settings/jpk_pkpir_3").json["settings"]
    assert (settings["opening_stock"], settings["closing_stock"]) == ("12345.60", "0.00")
    assert "zwykle 0,00" in empty
    assert 'value="12345,60"' in browser.open(page).text
    assert browser.send(page, **{"settings/opening_stock": "dużo"}).status_code == 422
