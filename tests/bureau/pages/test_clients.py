"""The list of served companies, and a client's page."""

import re

from tests.bureau.pages.conftest import browser_of, names

CLIENTS = "/panel/biuro500/clients"


def test_an_empty_panel_says_what_to_do_first(browser):
    page = browser.open(CLIENTS)

    assert page.status_code == 200
    assert "Biuro nie obsługuje jeszcze żadnej firmy" in page.text
    assert "Podaj klientom prefiks biura: biuro500." in page.text


def test_clients_are_counted_by_their_state(stage, browser):
    stage.client("alfa")
    stage.client("beta")
    stage.open_account("gamma")
    stage.link("gamma")

    page = browser.open(CLIENTS)

    assert "3 firmy pod opieką biura" in page.text
    counts = re.findall(r'<span class="kl">([^<]+)</span> <b>(\d+)</b>', page.text)
    assert ("Powiązana", "1") in counts
    assert ("Aktywna", "2") in counts
    assert len(names(page)) == 3


def test_a_search_and_filters_work_without_script(stage, browser):
    stage.client("alfa", name="Żółw s.c.")
    stage.client("beta", name="Piekarnia sp. j.")

    found = browser.open(f"{CLIENTS}?q=zolw&state=&ownership=&sort=name")
    none = browser.open(f"{CLIENTS}?q=nobody")

    assert names(found) == ["Żółw s.c."]
    assert 'value="zolw"' in found.text
    assert "Nic nie pasuje" in none.text
    assert f'href="{CLIENTS}?q=nobody&amp;state=detached"' in none.text


def test_a_long_list_comes_in_pages(stage, browser):
    for number in range(5):
        stage.client(f"firma{number}", name=f"Firma {number}")

    first = browser.open(f"{CLIENTS}?limit=3")
    next_ = re.findall(r'href="([^"]+)" rel="next"', first.text)[0].replace("&amp;", "&")
    second = browser.open(next_)

    assert len(names(first)) == 3
    assert names(first) + names(second) == [f"Firma {n}" for n in range(5)]
    assert 'rel="next"' not in second.text


def test_a_filter_that_is_none_is_told_in_words(browser):
    answer = browser.open(f"{CLIENTS}?state=nowhere")

    assert answer.status_code == 422
    assert answer.mimetype == "text/html"


def test_a_page_of_many_asks_no_more_than_a_page_of_few(stage, browser):
    def look():
        assert browser.open(CLIENTS).status_code == 200

    stage.client("alfa")
    few = stage.queries(look)
    for number in range(6):
        stage.client(f"firma{number}")

    assert stage.queries(look) == few


def test_a_client_shows_its_company_its_history_and_its_documents(stage, browser):
    stage.client("alfa", name="Alfa s.c.")

    page = browser.open(f"{CLIENTS}/alfa")

    assert "Alfa s.c." in page.text
    assert "526-025-02-74" in page.text
    assert "Biuro otrzymało dostęp do dokumentów" in page.text
    assert 'hx-get="https://bureau.example/account/alfa/documents/latest"' in page.text


def test_a_client_that_is_only_linked_shows_its_name_and_number_alone(stage, browser):
    stage.open_account("alfa")
    stage.link("alfa")

    page = browser.open(f"{CLIENTS}/alfa")

    assert "526-025-02-74" in page.text
    assert "Warszawa" not in page.text
    assert "hx-get" not in page.text.partition("<main")[2]
    assert "W tym stanie biuro nie widzi dokumentów." in page.text


def test_a_member_sees_the_clients_that_they_look_after(stage, owner):
    stage.client("alfa")
    stage.client("beta")
    member = stage.worker("biuro500", "member")
    path = "/v1/bureaus/biuro500/clients/alfa/assignments"
    stage.call("PUT", path, owner, {"user_ids": [member.id]})

    browser = browser_of(stage, member)
    page = browser.open(CLIENTS)

    assert "1 firma pod opieką biura" in page.text
    assert browser.open(f"{CLIENTS}/beta").status_code == 404
