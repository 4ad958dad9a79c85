"""Somebody of a bureau who does on pages what bureaus do with a client, to the end."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from playwright.sync_api import Page, expect

from tests.browser.visitor import Visitor, again_until
from tests.system.firms import Firm

PANEL = "/panel/biuro500/clients"


@dataclass(frozen=True)
class OfficePerson:
    """One person of the demo's bureau with one tab."""

    visitor: Visitor
    tab: Page

    @classmethod
    def signed_in(cls, visitor: Visitor, email: str) -> Self:
        tab = visitor.page()
        visitor.sign_in(tab, email, "bureau", PANEL)
        return cls(visitor, tab)

    def open_client(self, firm: Firm, state: str) -> None:
        """Come to the client's page from the list, as soon as it stands there so."""
        tab, name = self.tab, firm.company["name"]
        tab.get_by_role("link", name="Obsługiwane firmy").first.click()
        tab.get_by_label("Szukaj").fill(firm.prefix)
        tab.locator("#f-state").select_option(label=state)
        tab.get_by_role("button", name="Filtruj").click()
        expect(tab).to_have_url(re.compile(rf"q={firm.prefix}.*state=\w"))
        again_until(tab, tab.get_by_role("link", name=name))
        tab.get_by_role("link", name=name).click()
        expect(tab.get_by_role("heading", level=1)).to_have_text(name)
        expect(tab.locator(".head .badge")).to_have_text(state)

    # Beginning.

    def add_company(self, firm: Firm) -> None:
        """Dodaj nową firmę, and wait until its account is there."""
        tab, company = self.tab, firm.company
        tab.get_by_role("link", name="Dodaj nową firmę").click()
        for label, value in {
            "Nazwa firmy": company["name"],
            "NIP": company["tax_no"],
            "Prefiks": firm.prefix,
            "Ulica": company["street"],
            "Numer domu": company["house_number"],
            "Kod pocztowy": company["post_code"],
            "Miejscowość": company["city"],
            "E-mail firmy": company["email"],
            "E-mail osoby po stronie klienta": firm.email,
        }.items():
            tab.get_by_label(label).fill(value)
        tab.get_by_role("button", name="Dodaj firmę").click()
        expect(tab.get_by_role("heading", level=1)).to_have_text(company["name"])
        expect(tab.locator(".head .badge")).to_have_text("W trakcie zakładania")
        self.visitor.await_on(tab, tab.locator(".head .badge").filter(has_text="Aktywna"))

    def import_documents(self, *files: Path) -> None:
        """Into the account of the client whose page is open, and back."""
        tab = self.tab
        tab.get_by_role("link", name="Wszystkie dokumenty").first.click()
        tab.get_by_role("link", name="Wczytaj z KSeF").first.click()
        tab.get_by_label("Pliki do wczytania").set_input_files(files)
        tab.get_by_role("button", name="Wczytaj").click()
        expect(tab.get_by_text(f"Wczytane: {len(files)}")).to_be_visible()
        tab.get_by_role("link", name="Do dokumentów").click()
        tab.get_by_role("link", name="← Klient w panelu").click()

    def assign(self, carer: str) -> None:
        """Let this person answer for the client whose page is open."""
        tab = self.tab
        tab.get_by_text("Zmień, kto zajmuje się klientem").click()
        tab.get_by_label("Opiekun", exact=True).select_option(label=carer)
        tab.locator("#people").get_by_role("button", name="Zapisz").click()
        expect(tab.locator("#people .facts").first).to_contain_text(carer)

    # What is done every month.

    def close_month(self) -> None:
        """Choose this month, and take it through its three steps."""
        months = self.tab.locator("#months")
        months.locator(".strip a").last.click()
        expect(months.locator(".strip a").last).to_have_attribute("aria-current", "true")
        for button in ("Dokumenty są w komplecie", "Zacznij księgować", "Zamknij miesiąc"):
            months.get_by_role("button", name=button).click()
        expect(self.tab.get_by_text("Miesiąc jest zamknięty.")).to_be_visible()

    def export_month(self, documents: int) -> str:
        """Export the month that is shown, with so many in it, and watch it; the file's name."""
        tab = self.tab
        tab.get_by_role("link", name="Wyeksportuj ten miesiąc").click()
        tab.get_by_label("Rejestr VAT, CSV").check()
        tab.get_by_role("button", name="Sprawdź", exact=True).click()
        expect(tab.get_by_role("heading", level=1)).to_have_text("Sprawdzenie eksportu")
        fact = tab.locator(".facts div").filter(has_text="Dokumenty").get_by_role("definition")
        expect(fact).to_have_text(str(documents))
        tab.get_by_role("button", name="Rozpocznij eksport").click()
        file = tab.get_by_role("link", name="Pobierz plik")
        self.visitor.await_on(tab, file)
        expect(tab.get_by_text("Gotowy", exact=True)).to_be_visible()
        with tab.expect_download() as download:
            file.click()
        return download.value.suggested_filename

    def sees_no_documents(self) -> None:
        """Of the client whose page is open, which has been detached."""
        expect(self.tab.get_by_text("W tym stanie biuro nie widzi dokumentów.")).to_be_visible()
        expect(self.tab.get_by_role("link", name="Wszystkie dokumenty")).to_have_count(0)

    # The end.

    def offer(self, email: str) -> None:
        """Hand the account over to whoever the bureau named when it asked for the account."""
        tab = self.tab
        tab.get_by_role("link", name="Zobacz, z czym to się wiąże").click()
        tab.get_by_role("link", name="Dalej: kto je przejmuje").click()
        expect(tab.get_by_label("E-mail osoby po stronie klienta")).to_have_value(email)
        tab.get_by_role("button", name="Dalej: potwierdzenie").click()
        tab.get_by_role("button", name="Zaproponuj przejęcie konta").click()
        expect(tab.get_by_role("heading", name="Teraz kolej na klienta")).to_be_visible()

    def detach(self, reason: str) -> None:
        """End the co-operation with the client whose page is open."""
        tab = self.tab
        tab.get_by_role("link", name="Zobacz, z czym to się wiąże").click()
        tab.get_by_role("link", name="Dalej: dlaczego").click()
        tab.get_by_label("Powód").fill(reason)
        tab.get_by_role("button", name="Dalej: potwierdzenie").click()
        tab.get_by_role("button", name="Zakończ współpracę teraz").click()
        expect(tab.get_by_role("heading", name="Współpraca jest zakończona")).to_be_visible()
