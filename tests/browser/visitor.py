"""A person at a browser: looks at pages, signs in, and notes what the browser complains of."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    expect,
)

from tests.system.waiting import eventually

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
}
"""How a page is looked at: each has to be good in all of them."""

EXPECTED = (
    "status of 404",
    "status of 403",
    "status of 401",
    "net::ERR_FAILED",
    "htmx:error: Failed to fetch",
)
"""What the console says of answers that a test brings about on purpose."""


@dataclass
class Visitor:
    """One browser profile, which closes with its test."""

    context: BrowserContext
    urls: dict[str, str]
    logins: dict[str, str]
    scripted: bool = True
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def at(
        cls, browser: Browser, urls: dict[str, str], logins: dict[str, str], **look: Any
    ) -> "Visitor":
        """A new profile that speaks Polish, unless `look` says otherwise."""
        context = browser.new_context(**({"locale": "pl-PL"} | LOOKS["light"] | look))
        return cls(context, urls, logins, scripted=look.get("java_script_enabled", True))

    def page(self) -> Page:
        """A new tab."""
        tab = self.context.new_page()
        tab.on("console", self._note)
        tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        return tab

    def open(self, tab: Page, address: str) -> None:
        """Go there, and wait until all that the page fetches by itself has come."""
        tab.goto(address)
        expect(tab.locator(".htmx-request")).to_have_count(0)

    def url(self, service: str, path: str = "/") -> str:
        return self.urls[service] + path

    def sign_in(self, tab: Page, email: str, service: str = "accounts", path: str = "/") -> None:
        """Open a page, sign in where it asks for it, and come to the page."""
        tab.goto(self.url(service, path))
        tab.get_by_label("E-mail").fill(email)
        tab.locator("input[name=password]").fill(self.logins[email])
        tab.locator("main button").click()
        tab.wait_for_url(self.url(service, path))

    def await_on(self, tab: Page, wanted: Locator, *, within: float = 90.0) -> None:
        """Until the page shows it: by itself, or without script once one looks again."""
        if self.scripted:
            expect(wanted).to_be_visible(timeout=within * 1000)
        else:
            again_until(tab, wanted, within=within)

    def forget(self, cookie: str) -> None:
        """Lose a cookie, as when it runs out."""
        self.context.clear_cookies(name=cookie)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(each in message.text for each in EXPECTED):
            self.complaints.append(message.text)


def again_until(tab: Page, wanted: Locator, *, within: float = 30.0) -> None:
    """Look at the page again, as a person does who waits, until it shows what is wanted."""

    def look() -> bool:
        return wanted.is_visible() or bool(tab.reload() and wanted.is_visible())

    eventually(look, within=within, every=0.3, what=f"{wanted} on {tab.url}")
