"""The three services as they look from outside, to somebody who is not signed in."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.system.firms import PASSWORD, Firm, a_firm
from tests.system.http import Answer, Http
from tests.system.mail import Mailbox
from tests.system.person import Person
from tests.system.system import OPERATOR, SERVICES, System
from tests.system.waiting import Found, eventually


class Product:
    """What one may do without a token, over the HTTP contract alone.

    `patience` is how many seconds a request is repeated for, `news_within` how many anything
    may take that comes by the bus or by mail, `looks_every` how many pass between two looks.
    """

    def __init__(
        self,
        urls: Mapping[str, str],
        mail: Path,
        *,
        patience: float = 0.0,
        news_within: float = 10.0,
        looks_every: float = 0.02,
    ) -> None:
        self.http = Http(patience)
        self.news_within = news_within
        self.looks_every = looks_every
        self.accounts, self.bureau, self.exports = (urls[name] for name in SERVICES)
        self.mail = Mailbox(mail)

    @classmethod
    def of(cls, system: System, **patience: float) -> "Product":
        urls = {name: system.url(name) for name in SERVICES}
        return cls(urls, system.data / "mail", **patience)

    def eventually(
        self, look: Callable[[], Found | None], what: str, every: float | None = None
    ) -> Found:
        """What `look` gives once that is true, which is news from another service."""
        every = every or self.looks_every
        return eventually(look, within=self.news_within, every=every, what=what)

    def close(self) -> None:
        """Close the connections of this thread."""
        self.http.close()

    def get(self, url: str, **options: Any) -> Answer:
        return self.http.ask("GET", url, **options)

    def post(self, url: str, **options: Any) -> Answer:
        return self.http.ask("POST", url, **options)

    def sign_up(self, firm: Firm | None = None) -> Person:
        """The owner of a firm's new account, signed in."""
        firm = firm or a_firm()
        self.ask_to_sign_up(firm).expect(201)
        return self.sign_in(firm.email, firm=firm)

    def ask_to_sign_up(self, firm: Firm, **options: Any) -> Answer:
        return self.post(f"{self.accounts}/v1/accounts", body=firm.form, **options)

    def send_sign_up(self, firm: Firm) -> None:
        """Send the form and hang up, without waiting for the answer."""
        self.http.send_and_hang_up(f"{self.accounts}/v1/accounts", firm.form)

    def sign_in(self, email: str, password: str = PASSWORD, *, firm: Firm | None = None) -> Person:
        person = Person(self, email, password, firm=firm)
        person.sign_in().expect(201)
        return person

    def operator(self) -> Person:
        return self.sign_in(*OPERATOR)

    def verify_email(self, email: str) -> Answer:
        """Follow the newest verifying link that was mailed."""
        token = self.mail.newest_token(email, about="verification", within=self.news_within)
        return self.post(f"{self.accounts}/v1/me/email_verification", body={"token": token})

    def accept_ownership(self, email: str, *, name: str = "Nowa Osoba") -> Answer:
        """Follow the mailed offer of an account, as somebody who has no password yet."""
        url = f"{self._offer_to(email)}/accept"
        return self.post(url, body={"name": name, "password": PASSWORD})

    def _offer_to(self, email: str) -> str:
        """The newest invitation to own an account that is open, waited for."""

        def look() -> str | None:
            for token in reversed(self.mail.tokens_to(email, about="invitation")):
                url = f"{self.accounts}/v1/invitations/{token}"
                invitation = self.get(url).expect(200).json
                if (invitation["purpose"], invitation["state"]) == ("ownership", "open"):
                    return url
            return None

        return self.eventually(look, f"an offer of an account to {email}", every=0.1)
