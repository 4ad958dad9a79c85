"""Contractors and products on pages: listed, searched, kept, changed, removed."""

from typing import Any

import pytest
from sqlalchemy import select

from services.accounts.parties.models import Contractor, Product
from tests.accounts.builders import Someone, World
from tests.accounts.pages.conftest import browser_of
from tests.pages.browser import Browser

CONTRACTORS, PRODUCTS = "/account/acme/contractors", "/account/acme/products"
ZOLW = {"name": "Żółw Spółka", "tax_no": "774-000-14-54", "city": "Płock", "country": "PL"}
DRUK = {"name": "Druk", "price": "1 250,5", "base": "gross", "vat_rate": "8", "gtu": "GTU_12"}


def kept(world: World, of: Any) -> list[Any]:
    with world.reading() as session:
        return list(session.scalars(select(of).order_by(of.serial)))


def test_an_account_without_any_says_where_to_begin(browser: Browser) -> None:
    for page in (CONTRACTORS, PRODUCTS):
        assert f'href="{page}/new"' in browser.open(page).text


def test_a_contractor_is_added_found_changed_and_removed(world: World, browser: Browser) -> None:
    browser.open(f"{CONTRACTORS}/new")
    added = browser.send(f"{CONTRACTORS}/new", **ZOLW)
    (contractor,) = kept(world, Contractor)
    page = f"{CONTRACTORS}/{contractor.serial}"

    assert added.status_code == 303
    assert contractor.tax_no == "7740001454"
    assert "Żółw Spółka" in browser.open(f"{CONTRACTORS}?q=zolw").text
    assert "Żółw Spółka" in browser.open(f"{CONTRACTORS}?q=774-000").text
    assert "Nic nie pasuje" in browser.open(f"{CONTRACTORS}?q=zebra").text

    browser.open(page)
    browser.send(page, city="Łódź")
    assert [each.city for each in kept(world, Contractor)] == ["Łódź"]
    browser.open(page)
    browser.send(f"{page}/remove")
    assert kept(world, Contractor) == []


def test_a_wrong_nip_of_a_contractor_is_refused_at_its_field(
    world: World, browser: Browser
) -> None:
    browser.open(f"{CONTRACTORS}/new")

    refused = browser.send(f"{CONTRACTORS}/new", **ZOLW | {"tax_no": "7740001455"})

    assert refused.status_code == 422
    assert 'id="e-tax_no"' in refused.text
    assert 'value="Żółw Spółka"' in refused.text
    assert kept(world, Contractor) == []


def test_a_product_is_added_found_changed_and_removed(world: World, browser: Browser) -> None:
    browser.open(f"{PRODUCTS}/new")
    added = browser.send(f"{PRODUCTS}/new", **DRUK)
    (product,) = kept(world, Product)
    page = f"{PRODUCTS}/{product.serial}"

    assert added.status_code == 303
    assert (str(product.price), product.base, product.vat_rate) == ("1250.50", "gross", "8")
    assert "1 250,50 zł brutto" in browser.open(f"{PRODUCTS}?q=dru").text.replace("\xa0", " ")

    browser.open(page)
    assert 'value="1250,50"' in browser.page.text
    browser.send(page, price="2")
    assert [str(each.price) for each in kept(world, Product)] == ["2.00"]
    browser.open(page)
    browser.send(f"{page}/remove")
    assert kept(world, Product) == []


@pytest.mark.parametrize("page", [CONTRACTORS, PRODUCTS])
def test_addresses_of_none_are_told_so(browser: Browser, page: str) -> None:
    for serial in ("7", "x", "٣", "9" * 30):
        assert browser.open(f"{page}/{serial}").status_code == 404


@pytest.mark.parametrize(("page", "form"), [(CONTRACTORS, ZOLW), (PRODUCTS, DRUK)])
def test_who_only_looks_changes_none(
    world: World, owner: Someone, page: str, form: dict[str, str]
) -> None:
    accountant = browser_of(world, world.with_role(owner, "acme", "accountant"))

    assert accountant.open(page).status_code == 200
    assert accountant.open(f"{page}/new").status_code == 403
    assert accountant.post(f"{page}/new", **form).status_code == 403
    assert f"{page}/new" not in accountant.open(page).text
