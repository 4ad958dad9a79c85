"""Firms as tests want them: each with a prefix, a tax number and an e-mail of its own."""

import random
import string
from dataclasses import dataclass
from typing import Any

WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)  # Of the digits of a NIP, for its last one.
PASSWORD = "correct horse battery staple"


@dataclass(frozen=True)
class Firm:
    """What a firm gives when it signs up, or a bureau when it adds it."""

    prefix: str
    tax_no: str
    email: str

    @property
    def company(self) -> dict[str, Any]:
        return {
            "name": f"Firma {self.prefix} Sp. z o.o.",
            "tax_no": self.tax_no,
            "street": "Długa",
            "house_number": "5",
            "post_code": "00-238",
            "city": "Warszawa",
            "country": "PL",
            "email": self.email,
            "tax_office_code": "1471",
            "voivodeship": "mazowieckie",
            "county": "Warszawa",
            "commune": "Warszawa",
        }

    @property
    def owner(self) -> dict[str, str]:
        return {"name": f"Osoba {self.prefix}", "email": self.email, "password": PASSWORD}

    @property
    def form(self) -> dict[str, Any]:
        """What is sent to sign up."""
        return {"prefix": self.prefix, "company": self.company, "owner": self.owner}


def a_firm(kind: str = "firma", *, tax_no: str | None = None) -> Firm:
    """A firm that nobody has seen before; `kind` is the beginning of its prefix."""
    prefix = kind + "".join(random.choices(string.ascii_lowercase + string.digits, k=10))
    return Firm(prefix=prefix, tax_no=tax_no or a_nip(), email=f"{prefix}@example.com")


def a_nip() -> str:
    """A tax number with the right last digit."""
    while True:
        digits = [random.randint(1, 9) for _ in WEIGHTS]
        last = sum(w * d for w, d in zip(WEIGHTS, digits, strict=True)) % 11
        if last < 10:
            return "".join(map(str, [*digits, last]))
