"""The list of documents as a page: its tabs, its filters, its sums, who may look."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from tests.accounts.builders import World
from tests.accounts.documents.bodies import BUYER_PARTY, a_row
from tests.accounts.pages.conftest import browser_of
from tests.accounts.pages.documents.conftest import API, HOME
from tests.pages.browser import Browser

Issue = Callable[..., Any]


def shown(browser: Browser, query: str = "") -> list[str]:
    """The numbers that the list has."""
    answer = browser.open(f"{HOME}{query}")
    assert answer.status_code == 200, answer.text
    return re.findall(r'<a id="document-[^>]*>([^<]*)</a>', answer.text)


def tabs(browser: Browser) -> list[str]:
    return re.findall(r">([^<]* \(\d+\))</a>", browser.page.text)


def test_an_account_without_documents_says_where_to_begin(
    browser: Browser, accountant: Browser
) -> None:
    page = browser.open(HOME).text

    assert "Nie ma jeszcze dokumentów" in page
    assert f'href="{HOME}/new"' in page
    assert f'href="{HOME}/import"' in page
    assert f'href="{HOME}/new"' not in accountant.open(HOME).text


def test_each_side_has_its_tab(browser: Browser, issue: Issue) -> None:
    issue(number="FV 1")
    issue(number="FV 2")
    issue(income=False, number="Z/1", seller=BUYER_PARTY, buyer=None)
    issue(number="WZ 1", kind="wz")

    assert shown(browser) == ["FV 2", "FV 1"]
    assert tabs(browser) == ["Sprzedaż (2)", "Koszty (1)", "Magazyn (1)"]
    assert shown(browser, "?side=costs") == ["Z/1"]
    assert shown(browser, "?side=warehouse") == ["WZ 1"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=fv+1", ["FV 1"]),
        ("?q=zolw", ["FV 1"]),
        ("?q=ŻÓŁW+spółka", ["FV 1"]),
        ("?q=774-000-14-54", ["FV 2"]),
        ("?q=7740001454", ["FV 2"]),
        ("?q=100%25", []),
        ("?month=2026-04", ["FV 1"]),
        ("?month=&kind=&q=", ["FV 2", "FV 1"]),
        ("?kind=proforma", ["FV 2"]),
    ],
)
def test_the_list_is_searched_and_filtered(
    browser: Browser, issue: Issue, query: str, found: list[str]
) -> None:
    issue(number="FV 1", buyer={"name": "Żółw Spółka"}, issue_date="2026-04-30")
    issue(number="FV 2", buyer=BUYER_PARTY, issue_date="2026-05-01", kind="proforma")

    assert shown(browser, query) == found


def test_sums_are_of_all_that_is_found_by_currency_and_without_offers(
    browser: Browser, issue: Issue
) -> None:
    issue(a_row(unit_net="1000.00"))
    issue(a_row(unit_net="100.00"))
    issue(a_row(unit_net="50.00"), currency="EUR", exchange_rate="4.25")
    issue(a_row(unit_net="7.00"), kind="proforma")

    text = browser.open(HOME).text.replace("\xa0", " ")

    assert "4 dokumenty:" in text
    assert "netto 1 100,00 zł, VAT 253,00 zł, brutto 1 353,00 zł" in text
    assert "netto 50,00 €, VAT 11,50 €, brutto 61,50 €" in text


def test_a_document_shows_how_it_stands(browser: Browser, issue: Issue, owner: Any) -> None:
    paid = issue(number="FV 1", due_date="2020-01-01")["id"]
    issue(number="FV 2", due_date="2020-01-01")
    off = issue(number="FV 3")["id"]
    owner.post(f"{API}/{paid}/payments", {})
    owner.post(f"{API}/{off}/cancel")

    rows = browser.open(HOME).text.split("<tr>")

    told = {row.split("</a>")[0].split(">")[-1]: row for row in rows if "document-" in row}
    assert "Opłacony" in told["FV 1"]
    assert "Po terminie" in told["FV 2"]
    assert "Anulowany" in told["FV 3"]


def test_long_lists_go_on_where_the_page_ends(browser: Browser, issue: Issue) -> None:
    for no in range(53):
        issue(number=f"FV {no}")

    first = shown(browser)
    onward = re.search(r'href="([^"]*)" rel="next"', browser.page.text)
    assert onward
    rest = shown(browser, onward[1].removeprefix(HOME).replace("&amp;", "&"))

    assert (len(first), len(rest)) == (50, 3)
    assert len({*first, *rest}) == 53


def test_a_longer_list_takes_no_more_queries(world: World, browser: Browser, issue: Issue) -> None:
    def count() -> int:
        seen: list[str] = []
        engine = world.app.extensions["reading"].kw["bind"]
        note = lambda *given: seen.append(given[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", note)
        browser.open(f"{HOME}?q=fv")
        event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    issue()
    few = count()
    for _ in range(20):
        issue()

    assert 0 < count() == few


def test_the_bureau_looks_at_its_client_and_finds_the_way_back(world: World) -> None:
    bureau = world.bureau("biuro500")
    owner = world.served("acme")
    owner.post(API, {"kind": "vat", "buyer": BUYER_PARTY, "positions": [a_row()]})

    page = browser_of(world, bureau).open(HOME).text

    assert "document-" in page
    assert "/panel/biuro500/clients/acme" in page
    assert f"{HOME}/new" not in page
