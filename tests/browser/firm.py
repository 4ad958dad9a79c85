"""Somebody of a firm who does on pages what firms do, from signing up to the end."""

from dataclasses import dataclass
from typing import Self

from playwright.sync_api import Page, expect

from tests.browser.visitor import Visitor, again_until
from tests.system.firms import PASSWORD, Firm
from tests.system.mail import Mailbox

NAME = "Osoba z firmy"
BUYER = "Zakład Żółw sp. z o.o."


@dataclass(frozen=True)
class FirmsPerson:
    """One person with one tab, and the mailbox that the person reads."""

    firm: Firm
    visitor: Visitor
    tab: Page
    mails: Mailbox

    @classmethod
    def of(cls, firm: Firm, visitor: Visitor, mails: Mailbox) -> Self:
        return cls(firm, visitor, visitor.page(), mails)

    # Getting in.

    def sign_up(self) -> None:
        tab, company = self.tab, self.firm.company
        tab.goto(self.visitor.url("accounts"))
        tab.get_by_role("link", name="Załóż konto dla swojej firmy").click()
        for label, value in {
            "Imię i nazwisko": NAME,
            "E-mail, którym będziesz się logować": self.firm.email,
            "Wybierz hasło": PASSWORD,
            "Nazwa firmy": company["name"],
            "NIP": company["tax_no"],
            "Ulica": company["street"],
            "Numer domu": company["house_number"],
            "Kod pocztowy": company["post_code"],
            "Miejscowość": company["city"],
            "Prefiks konta": self.firm.prefix,
        }.items():
            tab.get_by_label(label).fill(value)
        tab.get_by_role("button", name="Załóż konto").click()
        expect(tab.get_by_role("heading", level=1)).to_have_text("Od czego zacząć")

    def verify_mail(self) -> None:
        """Follow the link in the mail, once the page has told of it."""
        expect(self.tab.get_by_role("heading", name="Potwierdź swój adres")).to_be_visible()
        self.tab.goto(self.mails.newest_link(self.firm.email, about="verification"))
        self.tab.get_by_label("Twoje hasło").fill(PASSWORD)
        self.tab.get_by_role("button", name="Potwierdź").click()
        expect(self.tab.get_by_role("status")).to_have_text("Twój adres e-mail jest potwierdzony.")

    def take_over(self) -> None:
        """Follow the link in the mail that offers the account, and sign in with a new password."""
        tab = self.tab
        tab.goto(self.mails.newest_link(self.firm.email, about="invitation"))
        tab.get_by_label("Imię i nazwisko").fill(NAME)
        tab.get_by_label("Wybierz hasło").fill(PASSWORD)
        tab.get_by_role("button", name="Przejmij konto").click()
        tab.get_by_label("E-mail").fill(self.firm.email)
        tab.get_by_label("Hasło").fill(PASSWORD)
        tab.get_by_role("button", name="Zaloguj się").click()
        self.enter()

    def enter(self) -> None:
        """Come to the documents of the account from the list of one's accounts."""
        self.tab.goto(self.visitor.url("accounts"))
        self.tab.get_by_role("link", name=self.firm.company["name"]).last.click()
        expect(self.tab.get_by_role("heading", level=1)).to_have_text("Dokumenty")

    # What is done in the account.

    def issue_invoice(self) -> str:
        """The number of an invoice for 100 zł net."""
        tab = self.tab
        tab.get_by_role("link", name="Dokumenty", exact=True).first.click()
        tab.get_by_role("link", name="Wystaw fakturę").first.click()
        tab.locator("[name='party/name']").fill(BUYER)
        tab.locator("[name='positions/0/name']").fill("Druk")
        tab.locator("[name='positions/0/price']").fill("100")
        tab.get_by_role("button", name="Wystaw", exact=True).click()
        expect(tab.locator(".total")).to_contain_text("123,00 PLN")
        return tab.get_by_role("heading", level=1).inner_text().removeprefix("Faktura ")

    def name_bureau(self, prefix: str, name: str) -> None:
        """Type its prefix, see whose it is, and save it."""
        self._open_settings()
        self.tab.get_by_label("Prefiks biura").fill(prefix)
        self.tab.get_by_role("button", name="Sprawdź").click()
        expect(self.tab.locator("#bureau")).to_contain_text(name)
        self.tab.get_by_role("button", name="Zapisz to biuro").click()
        expect(self.tab.get_by_text("Biuro księgowe zostało zapisane.")).to_be_visible()

    def let_bureau_in(self) -> None:
        self._open_settings()
        self.tab.get_by_role("button", name="Pozwól biuru widzieć dokumenty").click()
        expect(self.tab.get_by_text("Biuro jest teraz Księgowym tego konta")).to_be_visible()

    # The end.

    def get_package(self) -> str:
        """Ask for a hand-over package, await it, and download it; its file's name."""
        tab = self._open_ending()
        tab.get_by_role("button", name="Poproś o pakiet").click()
        expect(tab.get_by_text("Prośba o pakiet przekazania została wysłana.")).to_be_visible()
        self.visitor.await_on(tab, tab.get_by_text("Pakiet jest kompletny"))
        if not self.visitor.scripted:
            tab.get_by_role("link", name="Pakiety przekazania i zaświadczenia").click()
        with tab.expect_download() as download:
            tab.get_by_role("link", name="Pobierz pakiet").click()
        return download.value.suggested_filename

    def end(self) -> None:
        tab = self._open_ending()
        tab.get_by_role("button", name="Zakończ współpracę").click()
        expect(tab.get_by_text("Współpraca jest zakończona.")).to_be_visible()

    def stands_alone_with(self, *numbers: str) -> None:
        """No bureau serves the firm any more, and its documents are all there."""
        tab = self._open_ending()
        again_until(tab, tab.get_by_role("heading", name="Tego konta nie obsługuje żadne biuro"))
        tab.get_by_role("link", name="Dokumenty", exact=True).click()
        for number in numbers:
            expect(tab.get_by_role("link", name=number)).to_be_visible()

    def _open_settings(self) -> Page:
        self.tab.get_by_role("link", name="Ustawienia", exact=True).click()
        expect(self.tab.get_by_role("heading", level=1)).to_have_text("Użytkownicy i uprawnienia")
        return self.tab

    def _open_ending(self) -> Page:
        self._open_settings().get_by_role("link", name="Zakończenie współpracy").click()
        expect(self.tab.get_by_role("heading", level=1)).to_have_text("Zakończenie współpracy")
        return self.tab
