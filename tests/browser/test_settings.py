"""The settings in a browser: people get in by mailed links, a package is awaited and downloaded."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from deploy.demo.firms import JOINED
from tests.browser.stage import Stage
from tests.browser.visitor import Visitor
from tests.system.mail import Mailbox

SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
PASSWORD = "a newcomer's password"
FIRMS = {True: JOINED[8], False: JOINED[9]}


def accepted(tab: Page, address: str, email: str) -> None:
    """A newcomer follows the link, chooses a password, and signs in with it."""
    tab.goto(address)
    tab.get_by_label("Imię i nazwisko").fill("Newcomer")
    tab.get_by_label("Wybierz hasło").fill(PASSWORD)
    tab.locator("main form button").click()
    tab.get_by_label("E-mail").fill(email)
    tab.get_by_label("Hasło").fill(PASSWORD)
    tab.locator("main button").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Twoje konta")


@SCRIPT
def test_an_account_goes_to_a_newcomer_through_pages_only(
    visitors: Callable[..., Visitor], product: Stage, script: bool
) -> None:
    firm, mails = FIRMS[script], Mailbox(product.system.data / "mail")
    settings, email = f"/account/{firm.prefix}/settings", f"newcomer@{firm.prefix}.example"
    owner, newcomer = (visitors(java_script_enabled=script) for _ in range(2))
    tab, other = owner.page(), newcomer.page()
    owner.sign_in(tab, firm.email, "accounts", f"{settings}/owner")

    tab.get_by_label("E-mail nowego Właściciela Konta").fill(email)
    tab.get_by_role("button", name="Zaproponuj przejęcie konta").click()
    expect(tab.locator(".n-ok")).to_contain_text("Do przyjęcia propozycji nic się nie zmienia.")
    token = mails.newest_token(email, about="invitation")
    accepted(other, newcomer.url("accounts", f"/invitation?token={token}"), email)

    other.goto(newcomer.url("accounts", f"{settings}/owner"))
    expect(other.locator("aside")).to_contain_text("Newcomer")
    tab.goto(owner.url("accounts", f"{settings}/owner"))
    expect(tab.get_by_text("Tylko Właściciel Konta może zaproponować")).to_have_count(0)
    expect(tab.get_by_text("Kolejnej osobie można je zaproponować od")).to_be_visible()


def test_a_package_is_verified_and_downloaded_while_one_looks(visitor: Visitor) -> None:
    firm = JOINED[10]
    tab = visitor.page()
    visitor.sign_in(tab, firm.email, "accounts", f"/account/{firm.prefix}/settings/ending")

    tab.get_by_role("button", name="Poproś o pakiet").click()
    expect(tab.get_by_text("Pakiet jest kompletny")).to_be_visible(timeout=90_000)
    file = tab.get_by_role("link", name="Pobierz pakiet")
    expect(file).to_be_visible(timeout=15_000)
    with tab.expect_download() as download:
        file.click()

    assert download.value.suggested_filename.endswith(".zip")
    expect(tab.get_by_role("button", name="Zakończ współpracę")).to_be_visible()
