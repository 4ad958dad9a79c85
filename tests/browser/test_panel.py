"""The panel in a browser: search, keys, languages, parts of other services, progress."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from deploy.demo.firms import ADDED, JOINED
from deploy.demo.lives import LEFT, ONLY_LINKED
from shared.clock import now
from tests.browser.pages import BUREAU
from tests.browser.visitor import Visitor

PANEL = "/panel/biuro500/clients"
DRUKARNIA = "Drukarnia Papier s.c."
SERVED = len(ADDED) + len(JOINED) - len(LEFT)


@pytest.fixture
def tab(visitor: Visitor) -> Page:
    """The list of served companies."""
    tab = visitor.page()
    visitor.sign_in(tab, BUREAU, "bureau", PANEL)
    return tab


def test_a_search_finds_while_one_types(tab: Page) -> None:
    rows = tab.locator("tbody tr")
    expect(rows).to_have_count(SERVED)

    tab.get_by_label("Szukaj").press_sequentially("cma")

    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Studio Grafiki Ćma s.c.")
    expect(tab.get_by_label("Szukaj")).to_be_focused()
    assert "q=cma" in tab.url


def test_a_search_works_without_script(visitors: Callable[..., Visitor]) -> None:
    visitor = visitors(java_script_enabled=False)
    tab = visitor.page()
    visitor.sign_in(tab, BUREAU, "bureau", PANEL)

    tab.get_by_label("Szukaj").fill("drukarnia")
    tab.get_by_role("button", name="Filtruj").click()
    expect(tab.locator("tbody tr")).to_have_count(1)
    tab.get_by_role("link", name=DRUKARNIA).click()

    expect(tab.get_by_role("heading", level=1)).to_have_text(DRUKARNIA)
    expect(tab.get_by_role("link", name="Dokumenty tego klienta")).to_be_visible()


def test_a_tile_filters_and_a_second_time_does_not(tab: Page) -> None:
    tab.get_by_role("link", name="Powiązana").click()
    expect(tab.locator("tbody tr")).to_have_count(len(ONLY_LINKED))

    tab.get_by_role("link", name="Powiązana").click()
    expect(tab.locator("tbody tr")).to_have_count(SERVED)


def test_keys_lead_everywhere(tab: Page) -> None:
    tab.keyboard.press("/")
    expect(tab.get_by_label("Szukaj")).to_be_focused()
    tab.keyboard.type("?")  # Is text where one types.
    expect(tab.get_by_label("Szukaj")).to_have_value("?")
    expect(tab.locator("tbody tr")).to_have_count(0)
    tab.get_by_label("Szukaj").fill("")
    expect(tab.locator("tbody tr")).to_have_count(SERVED)
    tab.get_by_label("Szukaj").blur()

    tab.keyboard.press("?")
    expect(tab.get_by_role("dialog")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("dialog")).to_be_hidden()

    tab.keyboard.press("j")
    tab.keyboard.press("j")
    expect(tab.locator("tbody th a").nth(1)).to_be_focused()
    tab.keyboard.press("g")
    tab.keyboard.press("2")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Eksporty")


def test_the_language_that_is_chosen_holds_in_all_services(visitor: Visitor, tab: Page) -> None:
    tab.get_by_role("link", name="EN", exact=True).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Served companies")

    tab.goto(visitor.url("exports", "/export/biuro500"))
    expect(tab.get_by_role("heading", level=1)).to_have_text("Exports")
    tab.goto(visitor.url("accounts"))
    expect(tab.get_by_role("heading", level=1)).to_have_text("Your accounts")


def test_the_top_bar_switches_between_accounts(visitor: Visitor, tab: Page) -> None:
    tab.locator("details.switch summary").click()
    tab.get_by_role("link", name="Wszystkie Twoje konta").click()

    assert tab.url == visitor.url("accounts")


def test_a_client_shows_documents_that_another_service_has(tab: Page) -> None:
    tab.get_by_role("link", name=DRUKARNIA).click()

    expect(tab.get_by_role("rowheader", name="FV ").first).to_be_visible()


def test_a_service_that_is_down_leaves_the_page_usable(visitor: Visitor, tab: Page) -> None:
    visitor.context.route(f"{visitor.url('accounts')}**", lambda route: route.abort())

    tab.get_by_role("link", name=DRUKARNIA).click()

    expect(tab.get_by_text("Tamta usługa nie odpowiada.")).to_be_visible()
    expect(tab.get_by_text("Biuro otrzymało dostęp do dokumentów")).to_be_visible()


def test_progress_comes_without_a_reload(visitor: Visitor, tab: Page) -> None:
    token = next(c for c in visitor.context.cookies() if c.get("name") == "biurko_access")
    month = f"{now():%Y-%m}"
    asked = visitor.context.request.post(
        visitor.url("exports", "/v1/exports"),
        headers={"Authorization": f"Bearer {token.get('value')}"},
        data={
            "accounts": ["drukarnia"],
            "format": "vat_register_csv",
            "period": {"from": f"{month}-01", "to": f"{month}-28"},
        },
    )

    tab.goto(visitor.url("exports", f"/export/biuro500/{asked.json()['id']}"))

    expect(tab.locator("#export")).to_contain_text("Gotowy", timeout=15000)
    expect(tab.get_by_role("link", name="Pobierz plik")).to_be_visible()
