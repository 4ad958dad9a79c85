"""Issuing on a page: what is typed is computed, kept through refusals, and issued once."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from services.accounts.documents.models import Document
from services.accounts.parties.models import Contractor
from tests.accounts.builders import Someone, World
from tests.accounts.pages.documents.conftest import API, HOME
from tests.accounts.pages.documents.forms import form_of, sums, value
from tests.pages.browser import Browser

NEW = f"{HOME}/new?side=sales"
DRAFT = f"{HOME}/new/draft?side=sales"
BUYER = {
    "party/name": "Odbiorca SA",
    "party/tax_no": "774-000-14-54",
    "party/address": "Długa 2, 00-238 Warszawa",
}
ROW = {
    "positions/0/name": "Druk",
    "positions/0/quantity": "2",
    "positions/0/price": "1 000,50",
    "positions/0/vat_rate": "23",
}


def issued(world: World, **fields: Any) -> list[Any]:
    with world.reading() as session:
        return list(session.scalars(select(Document).filter_by(**fields).order_by(Document.serial)))


def test_an_invoice_is_issued_as_it_was_typed(
    world: World, browser: Browser, owner: Someone
) -> None:
    browser.open(NEW)

    sent = browser.send(NEW, **BUYER, **ROW, payment_form="cash", split_payment="true")

    assert sent.status_code == 303
    document = owner.get(f"{API}/{sent.location.rsplit('/', 1)[1]}").json
    assert document["buyer"]["tax_no"] == "7740001454"
    assert document["positions"][0]["unit_net"] == "1000.50"
    assert (document["net"], document["gross"]) == ("2001.00", "2461.23")
    assert (document["payment_form"], document["split_payment"]) == ("cash", True)
    assert f"Wystawiono {document['number']}." in browser.open(sent.location).text


def test_a_refused_form_keeps_all_that_was_typed_and_says_where_it_is_wrong(
    world: World, browser: Browser
) -> None:
    browser.open(NEW)

    refused = browser.send(
        NEW,
        **BUYER | {"party/tax_no": "774-000-14-55"},
        **ROW | {"positions/0/quantity": "dwa", "positions/1/name": "Bez ceny"},
        description="Uwaga",
    )

    assert refused.status_code == 422
    assert "Pozycja 1" in refused.text
    assert value(browser, "party/tax_no") == "774-000-14-55"
    assert value(browser, "positions/0/quantity") == "dwa"
    assert value(browser, "positions/0/price") == "1 000,50"
    assert value(browser, "positions/1/name") == "Bez ceny"
    assert ">Uwaga</textarea>" in refused.text
    assert refused.text.count('aria-invalid="true"') >= 2
    assert "Podaj cenę jednostkową" in refused.text
    assert issued(world) == []


def test_a_wrong_nip_is_refused_at_its_field(browser: Browser) -> None:
    browser.open(NEW)

    refused = browser.send(NEW, **BUYER | {"party/tax_no": "7740001455"}, **ROW)

    assert refused.status_code == 422
    field = refused.text.split('name="party/tax_no"')[1].split("</p>")[0]
    assert "To nie jest numer podatkowy tego kraju." in field


def test_a_form_that_is_sent_twice_makes_one_document(world: World, browser: Browser) -> None:
    browser.open(NEW)
    page = browser.page

    first = browser.send(NEW, **BUYER, **ROW)
    browser.page = page
    second = browser.send(NEW, **BUYER, **ROW)
    browser.page = page
    other = browser.send(NEW, **BUYER, **ROW | {"positions/0/price": "2"})

    assert first.location == second.location != other.location
    assert len(issued(world)) == 2


def test_compute_shows_the_sums_that_the_document_will_have_and_keeps_nothing(
    world: World, browser: Browser
) -> None:
    browser.open(NEW)

    drawn = browser.post(DRAFT, **form_of(browser) | ROW | {"positions/1/name": "Później"})

    assert drawn.status_code == 200
    assert "2001,00 zł" in sums(browser).replace(" 001", "001")
    assert "2461,23 zł" in sums(browser).replace(" 461", "461")
    assert value(browser, "positions/0/name") == "Druk"
    assert value(browser, "positions/1/name") == "Później"
    with world.reading() as session:
        assert session.scalar(select(func.count()).select_from(Document)) == 0


def test_sums_on_a_gross_base_take_the_vat_out_of_the_price(browser: Browser) -> None:
    row = ROW | {"positions/0/price": "123", "positions/0/quantity": "1"}
    browser.open(NEW)

    browser.post(DRAFT, **form_of(browser) | {"base": "gross"} | row)

    assert "100,00 zł VAT 23,00 zł" in sums(browser)


def test_sums_say_which_row_can_not_be_read_and_count_the_others(browser: Browser) -> None:
    browser.open(NEW)
    rows = {"positions/1/name": "Zła", "positions/1/price": "sto"}

    browser.post(DRAFT, **form_of(browser) | ROW | rows)

    assert "Pozycja 2: " in sums(browser)
    assert "001,00 zł" in sums(browser)


def test_while_somebody_types_only_the_sums_come(browser: Browser) -> None:
    browser.open(NEW)

    live = browser.post(f"{DRAFT}&live=1", **form_of(browser) | ROW)

    assert "<form" not in live.text
    assert '<output id="amount-0" class="num" hx-swap-oob="true">' in live.text
    assert "461,23" in sums(browser)


def test_rows_are_added_and_removed_without_losing_the_others(browser: Browser) -> None:
    browser.open(NEW)
    browser.post(DRAFT, **form_of(browser) | ROW, add="1")
    more = {"positions/1/name": "Dwa", "positions/1/unit": "kg", "positions/1/price": "1"}
    browser.post(DRAFT, **form_of(browser) | ROW | more, add="1")

    assert [value(browser, f"positions/{at}/name") for at in range(3)] == ["Druk", "Dwa", ""]
    assert value(browser, "positions/2/unit") == "kg"

    browser.post(DRAFT, **form_of(browser), drop="0")

    assert [value(browser, f"positions/{at}/name") for at in range(2)] == ["Dwa", ""]


def test_a_contractor_is_found_and_picked(browser: Browser, contractor: Callable[..., Any]) -> None:
    contractor(name="Żółw Spółka", tax_no="7740001454", street="Wolna 1", post_code="00-001")
    contractor(name="Zając", tax_no="5252248481")
    browser.open(NEW)

    browser.post(DRAFT, **form_of(browser) | ROW, find="zolw")
    found = re.findall(r'name="pick" value="(\d+)"', browser.page.text)
    browser.post(DRAFT, **form_of(browser) | ROW, pick=found[0])

    assert len(found) == 1
    assert value(browser, "party/name") == "Żółw Spółka"
    assert value(browser, "party/address") == "Wolna 1, 00-001"
    assert value(browser, "positions/0/name") == "Druk"
    assert "Żaden kontrahent nie pasuje" in browser.post(DRAFT, find="nic takiego").text


@pytest.mark.parametrize(("remember", "count"), [("true", 1), ("", 0)])
def test_the_buyer_is_remembered_where_that_is_marked(
    world: World, browser: Browser, remember: str, count: int
) -> None:
    for _ in range(2):
        browser.open(NEW)
        browser.send(NEW, **BUYER, **ROW, remember=remember)

    with world.reading() as session:
        kept = session.scalars(select(Contractor)).all()
    assert len(kept) == count
    assert [each.city for each in kept] == ["Warszawa"] * count
    assert len(issued(world)) == 2
    assert {each.contractor_id for each in issued(world)} == {kept[0].id if kept else None}


def test_a_product_fills_in_its_row(browser: Browser, product: Callable[..., Any]) -> None:
    product(name="Druk", price="12.50", vat_rate="8", unit="kpl.")
    browser.open(NEW)
    row = {"positions/0/name": "Druk", "positions/0/quantity": "2"}

    browser.post(DRAFT, **form_of(browser) | row)

    assert value(browser, "positions/0/price") == "12,50"
    assert value(browser, "positions/0/unit") == "kpl."
    assert "25,00 zł VAT 2,00 zł" in sums(browser)
    nothing = browser.post(f"{DRAFT}&fill=1", **row | {"positions/0/name": "Inne"})
    assert nothing.status_code == 204


def test_a_cost_has_its_sellers_number(world: World, browser: Browser) -> None:
    page = f"{HOME}/new?side=costs"
    browser.open(page)

    refused = browser.send(page, **BUYER, **ROW)
    browser.open(page)
    recorded = browser.send(page, **BUYER, **ROW, number="Z/7", receipt_date="2026-04-09")

    assert refused.status_code == 422
    assert recorded.status_code == 303
    (cost,) = issued(world)
    assert (cost.income, cost.number, cost.head["seller"]["name"]) == (False, "Z/7", "Odbiorca SA")
    assert cost.head["receipt_date"] == "2026-04-09"


@pytest.mark.parametrize(
    ("kind", "party", "side"),
    [("wz", BUYER, "buyer"), ("pz", BUYER, "seller"), ("mm", {}, "buyer")],
)
def test_warehouse_documents_name_whom_the_goods_go_to_or_come_from(
    world: World, browser: Browser, kind: str, party: dict[str, str], side: str
) -> None:
    page = f"{HOME}/new?side=warehouse"
    browser.open(page)

    sent = browser.send(page, **party, **ROW, kind=kind)

    assert sent.status_code == 303, sent.text
    (document,) = issued(world)
    name = "Odbiorca SA" if party else "Zażółć Gęślą Jaźń sp. z o.o."
    assert (document.kind, document.head[side]["name"]) == (kind, name)


def test_a_form_with_nothing_in_it_says_what_is_missing(world: World, browser: Browser) -> None:
    browser.open(NEW)

    refused = browser.send(NEW)

    assert refused.status_code == 422
    assert "Dodaj co najmniej jedną pozycję." in refused.text
    assert issued(world) == []


def test_who_may_not_issue_sees_no_form(accountant: Browser) -> None:
    assert accountant.open(NEW).status_code == 403
    assert accountant.post(NEW, **BUYER, **ROW, kind="vat").status_code == 403
    assert accountant.post(DRAFT, **ROW, kind="vat").status_code == 403
