"""A firm's documents in a browser: live sums, rows, contractors, files that are dropped."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.documents.einvoices import an_einvoice
from tests.browser.pages import BUREAU, DOCUMENTS, FIRM
from tests.browser.visitor import Visitor

BUYER = "Zakład Żółw sp. z o.o."
DRUKARNIA = "7741100201"


@pytest.fixture
def tab(visitor: Visitor) -> Page:
    """The firm's list of documents."""
    tab = visitor.page()
    visitor.sign_in(tab, FIRM, path=DOCUMENTS)
    return tab


def fill_row(tab: Page, at: int, name: str, price: str) -> None:
    tab.locator(f"[name='positions/{at}/name']").fill(name)
    tab.locator(f"[name='positions/{at}/price']").fill(price)


def test_a_search_finds_while_one_types_and_counts_what_the_other_tabs_have(tab: Page) -> None:
    tab.get_by_label("Szukaj").press_sequentially("materiałów")

    expect(tab.get_by_role("link", name="Sprzedaż (0)")).to_be_visible()
    tab.get_by_role("link", name="Koszty (12)").click()

    expect(tab.locator("tbody tr")).to_have_count(12)


def test_sums_are_computed_while_one_types_and_the_invoice_is_what_they_said(
    visitor: Visitor, tab: Page
) -> None:
    tab.get_by_role("link", name="Wystaw fakturę").click()
    tab.locator("[name='party/name']").fill(BUYER)
    tab.locator("[name='party/tax_no']").fill("774-000-14-54")
    fill_row(tab, 0, "Druk", "1 000,50")
    expect(tab.locator("#sums .whole dd")).to_contain_text("1 230,62")

    visitor.forget("biurko_access")  # It runs out while somebody writes.
    tab.get_by_role("button", name="Dodaj pozycję").click()
    expect(tab.locator(".position")).to_have_count(2)
    fill_row(tab, 1, "Dostawa", "10")
    expect(tab.locator("#amount-1")).to_contain_text("12,30")
    tab.get_by_role("button", name="Usuń pozycję 1").click()
    expect(tab.locator("#sums .whole dd")).to_contain_text("12,30")
    tab.get_by_role("button", name="Wystaw", exact=True).click()

    expect(tab.get_by_role("heading", level=1)).to_have_text(re.compile(r"^Faktura FV \d"))
    expect(tab.locator(".total")).to_contain_text("12,30 PLN")
    tab.get_by_role("link", name="Wystaw korektę").click()
    expect(tab.locator("[name='positions/0/price']")).to_have_value("10,00")
    tab.locator("[name='positions/0/price']").fill("5")
    expect(tab.locator("#sums .whole")).to_contain_text("Do zwrotu")
    expect(tab.locator("#sums .whole")).to_contain_text("-6,15")


def test_a_contractor_who_was_remembered_is_found_and_picked(tab: Page) -> None:
    tab.goto(f"{tab.url.partition('/account')[0]}/account/drukarnia/contractors/new")
    tab.get_by_label("Imię i nazwisko lub nazwa").fill("Łabędź s.c.")
    tab.get_by_label("NIP lub inny").fill("5252248481")
    tab.get_by_role("button", name="Zapisz").click()

    tab.get_by_role("link", name="Sprzedaż").click()
    tab.get_by_role("link", name="Wystaw fakturę").click()
    tab.get_by_label("Znajdź kontrahenta").press_sequentially("labe")
    tab.get_by_role("button", name="Wybierz: Łabędź s.c.").click()

    expect(tab.locator("[name='party/tax_no']")).to_have_value("5252248481")


def test_an_invoice_is_issued_without_script(visitors: Callable[..., Visitor]) -> None:
    visitor = visitors(java_script_enabled=False)
    tab = visitor.page()
    visitor.sign_in(tab, FIRM, path=f"{DOCUMENTS}/new")
    tab.locator("[name='party/name']").fill(BUYER)
    fill_row(tab, 0, "Druk", "100")
    tab.get_by_role("button", name="Dodaj pozycję").click()
    fill_row(tab, 1, "Dostawa", "20,50")
    tab.locator("[name='positions/1/price']").press("Enter")  # Computes, and does not issue.
    expect(tab.locator("#sums .whole dd")).to_contain_text("148,22")

    tab.get_by_role("button", name="Wystaw", exact=True).click()

    expect(tab.locator(".total")).to_contain_text("148,22 PLN")


def test_files_are_dropped_and_each_has_its_row(tab: Page) -> None:
    tab.get_by_role("link", name="Wczytaj z KSeF").click()
    xml = an_einvoice(seller=DRUKARNIA, number="FV 99/2026").decode()
    dropped = tab.evaluate_handle(
        """xml => { const data = new DataTransfer();
        data.items.add(new File([xml], "nowa.xml", { type: "application/xml" }));
        data.items.add(new File(["<x/>"], "inna.xml", { type: "application/xml" }));
        return data; }""",
        xml,
    )

    tab.dispatch_event(".drop", "drop", {"dataTransfer": dropped})

    expect(tab.get_by_role("row", name="nowa.xml")).to_contain_text("FV 99/2026")
    expect(tab.get_by_role("row", name="inna.xml")).to_contain_text("Odrzucony")


def test_the_bureau_comes_from_its_client_to_the_documents_and_back(visitor: Visitor) -> None:
    tab = visitor.page()
    visitor.sign_in(tab, BUREAU, "bureau", "/panel/biuro500/clients/drukarnia")

    tab.get_by_role("link", name="Wszystkie dokumenty tego klienta").click()
    tab.locator("tbody th a").first.click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Faktura")
    tab.get_by_role("link", name="← Dokumenty").click()
    tab.get_by_role("link", name="← Klient w panelu").click()

    expect(tab.get_by_role("heading", level=1)).to_have_text("Drukarnia Papier s.c.")
