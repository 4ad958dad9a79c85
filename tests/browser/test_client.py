"""A client's page in a browser: months by a click, a hand-over from its first page to its end."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import BUREAU
from tests.browser.visitor import Visitor

OWNED = "/panel/biuro500/clients/meble-jesion"
SHARED = "/panel/biuro500/clients/drukarnia"
EMAIL = "ktos@meble-jesion.example"

WITH_SCRIPT_AND_WITHOUT = pytest.mark.parametrize("script", [True, False], ids=["script", "none"])


def at(visitor: Visitor, path: str) -> Page:
    """The page, as the bureau's owner sees it."""
    tab = visitor.page()
    visitor.sign_in(tab, BUREAU, "bureau", path)
    return tab


def test_another_month_comes_without_leaving_the_page(visitor: Visitor) -> None:
    tab = at(visitor, SHARED)
    tab.get_by_text("Zapisz coś").click()
    tab.get_by_label("Notatka").fill("Jeszcze nie zapisane")

    tab.locator(".strip a").first.click()

    expect(tab.locator(".strip a").first).to_have_attribute("aria-current", "true")
    expect(tab).to_have_url(re.compile("month="))
    expect(tab.get_by_label("Notatka")).to_have_value("Jeszcze nie zapisane")


@WITH_SCRIPT_AND_WITHOUT
def test_a_hand_over_is_offered_mailed_again_and_taken_back(
    visitors: Callable[..., Visitor], script: bool
) -> None:
    tab = at(visitors(java_script_enabled=script), OWNED)
    tab.get_by_role("link", name="Zobacz, z czym to się wiąże").click()
    tab.get_by_role("link", name="Dalej: kto je przejmuje").click()
    tab.get_by_label("E-mail osoby po stronie klienta").fill(EMAIL)
    tab.get_by_role("button", name="Dalej: potwierdzenie").click()
    expect(tab.locator("main .facts")).to_contain_text(EMAIL)

    tab.get_by_role("button", name="Zaproponuj przejęcie konta").click()
    expect(tab.get_by_role("status").first).to_contain_text(EMAIL)
    expect(tab.get_by_role("heading", name="Teraz kolej na klienta")).to_be_visible()
    tab.get_by_role("button", name="Wyślij wiadomość ponownie").click()
    expect(tab.get_by_role("status").first).to_contain_text("Nowa wiadomość")
    tab.get_by_role("button", name="Wycofaj propozycję").click()

    expect(tab.get_by_role("link", name="Dalej: kto je przejmuje")).to_be_visible()


@WITH_SCRIPT_AND_WITHOUT
def test_the_end_says_what_it_brings_before_anything_is_done(
    visitors: Callable[..., Visitor], script: bool
) -> None:
    tab = at(visitors(java_script_enabled=script), SHARED)
    tab.get_by_role("link", name="Zobacz, z czym to się wiąże").click()
    expect(tab.get_by_role("heading", name="Warto zrobić najpierw")).to_be_visible()
    tab.get_by_role("link", name="Dalej: dlaczego").click()
    tab.get_by_label("Powód").fill("Klient zmienia biuro")
    tab.get_by_role("button", name="Dalej: potwierdzenie").click()

    expect(tab.locator("main .facts")).to_contain_text("Klient zmienia biuro")
    tab.get_by_role("link", name="Wróć bez zmian").click()
    expect(tab.get_by_text("Aktywna", exact=True).first).to_be_visible()
