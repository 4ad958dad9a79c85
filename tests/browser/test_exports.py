"""An export in a browser: chosen, checked, watched, downloaded; with script and without."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.pages import BUREAU
from tests.browser.visitor import LOOKS, Visitor

NEW = "/export/biuro500/new"
DRUKARNIA = "Drukarnia Papier s.c."


@pytest.fixture
def tab(visitor: Visitor) -> Page:
    """The form of a new export."""
    tab = visitor.page()
    visitor.sign_in(tab, BUREAU, "exports", NEW)
    return tab


def fits_and_is_accessible(tab: Page) -> None:
    for name, look in LOOKS.items():
        tab.set_viewport_size(look["viewport"])
        tab.emulate_media(color_scheme=look["color_scheme"])
        found = Axe().run(tab)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name


def test_an_export_of_two_firms_is_checked_watched_and_downloaded(tab: Page) -> None:
    tab.get_by_label("Wybrane firmy").check()
    tab.get_by_role("searchbox").press_sequentially("druk")
    expect(tab.locator(".ticks li")).to_have_count(1)
    tab.get_by_label(DRUKARNIA).check()
    tab.get_by_role("searchbox").fill("tafla")
    expect(tab.locator(".ticks li")).to_have_count(2)  # What is ticked stays.
    tab.get_by_label("Szklarnia Tafla").check()
    tab.get_by_label("Archiwum (ZIP)").check()
    fits_and_is_accessible(tab)

    tab.get_by_role("button", name="Sprawdź", exact=True).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Sprawdzenie eksportu")
    fits_and_is_accessible(tab)
    tab.get_by_label("Układ folderów").select_option("by_month")
    tab.get_by_role("button", name="Rozpocznij eksport").click()

    expect(tab.get_by_role("link", name="Pobierz plik")).to_be_visible(timeout=30_000)
    fits_and_is_accessible(tab)
    with tab.expect_download() as download:
        tab.get_by_role("link", name="Pobierz plik").click()
    assert download.value.suggested_filename.endswith(".zip")


def test_other_days_and_lists_show_their_fields_only_when_chosen(tab: Page) -> None:
    expect(tab.get_by_label("Od", exact=True)).to_be_hidden()

    tab.get_by_label("Okres", exact=True).select_option("range")
    expect(tab.get_by_label("Od", exact=True)).to_be_visible()
    tab.get_by_label("Firmy z listy").check()

    expect(tab.get_by_label("Prefiksy lub numery NIP, po jednym")).to_be_visible()
    expect(tab.get_by_role("searchbox")).to_be_hidden()


def test_what_is_missing_is_filled_in_and_then_the_export_goes_through(tab: Page) -> None:
    tab.goto(f"{tab.url}?client=szklarnia-tafla&format=symfonia_fk")
    tab.get_by_role("button", name="Sprawdź", exact=True).click()
    expect(tab.get_by_text("Konto rozrachunków z odbiorcami")).to_be_visible()
    fits_and_is_accessible(tab)

    tab.get_by_role("link", name="Do ustawień").first.click()
    for label, value in {
        "Konto rozrachunków z odbiorcami": "200",
        "Konto sprzedaży": "700",
        "Konto VAT należnego": "221-1",
        "Konto rozrachunków z dostawcami": "202",
        "Konto kosztów": "402",
        "Konto VAT naliczonego": "221-2",
    }.items():
        tab.get_by_label(label, exact=True).fill(value)
    tab.get_by_role("button", name="Zapisz ustawienia").click()

    expect(tab.get_by_text("Ustawienia zostały zapisane.")).to_be_visible()
    expect(tab.get_by_text("Bez tych danych plik nie powstanie")).to_have_count(0)


def test_an_export_works_without_script(visitors: Callable[..., Visitor]) -> None:
    visitor = visitors(java_script_enabled=False)
    tab = visitor.page()
    visitor.sign_in(tab, BUREAU, "exports", NEW)

    tab.get_by_label("Wybrane firmy").check()
    tab.get_by_role("searchbox").fill("drukarnia")
    tab.get_by_role("button", name="Szukaj").click()
    tab.get_by_label(DRUKARNIA).check()
    tab.get_by_label("Rejestr VAT, CSV").check()
    tab.get_by_role("button", name="Sprawdź", exact=True).click()
    tab.get_by_role("button", name="Rozpocznij eksport").click()
    for _ in range(100):
        if tab.get_by_role("link", name="Pobierz plik").count():
            break
        tab.wait_for_timeout(300)
        tab.get_by_role("link", name="Odśwież").click()

    tab.get_by_label("Ma działać przez").select_option("14")
    tab.get_by_role("button", name="Utwórz link").click()

    link = tab.get_by_label("Skopiuj go teraz").input_value()
    assert tab.request.get(link).ok
