"""One sign-in for three services, as a person meets it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.pages import BUREAU, FIRM
from tests.browser.visitor import Visitor

PANEL = "/panel/biuro500/clients"
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
WITHIN = 2000  # milliseconds


@SCRIPT
def test_one_sign_in_opens_all_services_and_one_sign_out_closes_them(
    visitors: Callable[..., Visitor], script: bool
) -> None:
    visitor = visitors(java_script_enabled=script)
    tab, other = visitor.page(), visitor.page()

    visitor.sign_in(tab, BUREAU, "bureau", PANEL)
    other.goto(visitor.url("exports", "/export/biuro500"))
    expect(other.get_by_role("heading", level=1)).to_have_text("Eksporty")

    tab.locator("details.me summary").click()
    tab.get_by_role("button", name="Wyloguj się").click()
    expect(tab.get_by_text("Jesteś wylogowany.")).to_be_visible()
    for service, path in (("bureau", PANEL), ("exports", "/export/biuro500"), ("accounts", "/")):
        other.goto(visitor.url(service, path))
        expect(other.get_by_role("heading", level=1)).to_have_text("Zaloguj się")


def test_a_sign_out_elsewhere_closes_the_panel_within_two_seconds(visitor: Visitor) -> None:
    tab = visitor.page()
    visitor.sign_in(tab, BUREAU, "bureau", PANEL)
    token = next(c for c in visitor.context.cookies() if c.get("name") == "biurko_access")

    answer = visitor.context.request.delete(
        visitor.url("accounts", "/v1/sessions/current"),
        headers={"Authorization": f"Bearer {token.get('value')}"},
    )
    tab.wait_for_timeout(WITHIN)
    tab.goto(visitor.url("bureau", PANEL))

    assert answer.status == 204
    expect(tab.get_by_role("heading", level=1)).to_have_text("Zaloguj się")


@SCRIPT
def test_a_form_that_is_sent_after_the_tokens_end_loses_nothing(
    visitors: Callable[..., Visitor], script: bool
) -> None:
    visitor = visitors(java_script_enabled=script)
    tab = visitor.page()
    visitor.sign_in(tab, FIRM, "accounts", "/account/drukarnia/settings/ending")

    visitor.forget("biurko_access")
    tab.get_by_role("button", name="Zakończ współpracę").click()

    expect(tab.get_by_text("Współpraca jest zakończona.")).to_be_visible()

    tab.goto(visitor.url("accounts", "/account/drukarnia/settings/users"))
    tab.get_by_label("Prefiks biura").fill("biuro500")
    tab.get_by_role("button", name="Sprawdź").click()
    expect(tab.get_by_text("Biuro 500")).to_be_visible()
    expect(tab.get_by_text("526-025-02-74")).to_be_visible()
    visitor.forget("biurko_access")
    tab.get_by_role("button", name="Zapisz to biuro").click()
    expect(tab.get_by_text("Biuro księgowe zostało zapisane.")).to_be_visible()
    tab.get_by_role("button", name="Pozwól biuru widzieć dokumenty").click()
    expect(tab.get_by_text("Biuro jest teraz Księgowym tego konta")).to_be_visible()


def test_a_page_of_another_service_is_renewed_on_the_way(visitor: Visitor) -> None:
    tab = visitor.page()
    visitor.sign_in(tab, BUREAU)

    visitor.forget("biurko_access")
    tab.goto(visitor.url("bureau", f"{PANEL}?q=drukarnia"))

    assert tab.url == visitor.url("bureau", f"{PANEL}?q=drukarnia")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Obsługiwane firmy")


def test_a_wrong_password_is_told_at_the_form(visitor: Visitor) -> None:
    tab = visitor.page()
    tab.goto(visitor.url("accounts", "/sign-in"))

    tab.get_by_label("E-mail").fill(BUREAU)
    tab.get_by_label("Hasło").fill("not the password")
    tab.get_by_role("button", name="Zaloguj się").click()

    expect(tab.get_by_role("alert")).to_be_visible()
    expect(tab.get_by_label("E-mail")).to_have_value(BUREAU)
