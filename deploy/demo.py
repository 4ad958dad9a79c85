"""Demo data, made through the product's own addresses: a bureau with clients in every state.

It is made once, after the first start; `DEMO=0` makes none. The passwords are made up here
and kept in `DATA_DIR/demo.json`, so that every later start can print them again. Each request
has a key of its own, so a start that was cut short is gone on with by the next one.
"""

import io
import json
import secrets
import time
from collections.abc import Mapping
from contextlib import redirect_stderr
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from services.bureau.config import Settings
from services.bureau.module.command import module

BUREAU = "biuro500"
SEATS = "25"

ADDED, ADDED_FIRM = "elektrownia", ("Elektrownia S.A.", "5265877635")
"""The company that the bureau added, and owns until it hands it over."""

OWN_FIRMS: Mapping[str, tuple[str, str, bool]] = {
    "drukarnia": ("Drukarnia Ćma s.c.", "1234563218", True),
    "piekarnia": ("Piekarnia Żytnia sp. j.", "1132191233", False),
}
"""Firms that own their accounts, and whether the bureau may read their documents."""

ROWS = (("Usługa", "1", "1200.00", "23"), ("Podręcznik", "10", "35.00", "5"))


class Api:
    """The services, seen by somebody with a token or without."""

    def __init__(self, urls: Mapping[str, str], token: str | None = None) -> None:
        self._urls = urls
        self._token = token

    def signed_in(self, email: str, password: str) -> "Api":
        body = {"email": email, "password": password}
        return Api(self._urls, self.call("accounts", "POST", "/v1/sessions", body)["access_token"])

    def call(self, service: str, method: str, path: str, body: Mapping[str, Any]) -> Any:
        """The answer's JSON; raises HTTPError where the answer is a problem."""
        content = json.dumps(body).encode()
        headers = {
            "Content-Type": "application/json",
            "Prefer": "wait=10",
            "Idempotency-Key": sha256(f"{method} {path} ".encode() + content).hexdigest(),
        }
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        address = self._urls[service] + path
        request = Request(address, content, headers, method=method)  # noqa: S310 - ours.
        with urlopen(request, timeout=15) as answer:  # noqa: S310
            return json.loads(answer.read() or b"null")


def fill(urls: Mapping[str, str], data: Path, bureau_env: Mapping[str, str]) -> None:
    """Make the demo data where there is none yet, and print who may sign in."""
    remembered, made = data / "demo.json", data / "demo.made"
    if not remembered.exists():
        people = (f"biuro@{BUREAU}.example", *(_person(firm) for firm in OWN_FIRMS))
        logins = {email: secrets.token_urlsafe(9) for email in people}
        remembered.write_text(json.dumps(logins, indent=2))
    logins = json.loads(remembered.read_text())
    if not made.exists():
        _make(Api(urls), logins, bureau_env)
        made.touch()
    for email, password in logins.items():
        print(f"demo login {email}  password {password}", flush=True)


def _make(nobody: Api, logins: Mapping[str, str], bureau_env: Mapping[str, str]) -> None:
    email, password = next(iter(logins.items()))
    _sign_up(nobody, BUREAU, ("Biuro 500", "5260250274"), email, password)
    _switch_on(bureau_env)
    bureau = nobody.signed_in(email, password)
    new = {"prefix": ADDED, "company": _company(ADDED, *ADDED_FIRM)}
    bureau.call("bureau", "POST", f"/v1/bureaus/{BUREAU}/clients", new)
    _issue(bureau, ADDED)
    for firm, (name, tax_no, active) in OWN_FIRMS.items():
        password = logins[_person(firm)]
        _sign_up(nobody, firm, (name, tax_no), _person(firm), password)
        _link(nobody.signed_in(_person(firm), password), firm, active=active)


def _person(firm: str) -> str:
    return f"firma@{firm}.example"


def _sign_up(nobody: Api, prefix: str, company: tuple[str, str], email: str, password: str) -> None:
    name, tax_no = company
    owner = {"name": name, "email": email, "password": password}
    body = {"prefix": prefix, "company": _company(prefix, name, tax_no), "owner": owner}
    nobody.call("accounts", "POST", "/v1/accounts", body)


def _company(prefix: str, name: str, tax_no: str) -> dict[str, str]:
    return {
        "name": name,
        "tax_no": tax_no,
        "street": "Prosta",
        "house_number": "1",
        "post_code": "00-001",
        "city": "Warszawa",
        "country": "PL",
        "email": f"kontakt@{prefix}.example",
        "voivodeship": "mazowieckie",
        "county": "Warszawa",
        "commune": "Warszawa",
        "tax_office_code": "1471",
    }


def _switch_on(bureau_env: Mapping[str, str]) -> None:
    """As an operator does on the command line, once the bureau's account has come over the bus."""
    settings = Settings.from_env(bureau_env)
    words = ["activate", BUREAU, "--size", SEATS, "--reason", "demo"]
    deadline, said = time.monotonic() + 10, io.StringIO()
    with redirect_stderr(said):
        while module(settings, words) != 0:
            if time.monotonic() > deadline:
                raise TimeoutError(said.getvalue())
            time.sleep(0.2)


def _link(firm: Api, prefix: str, *, active: bool) -> None:
    bureau = {"bureau_prefix": BUREAU}
    firm.call("accounts", "PUT", f"/v1/accounts/{prefix}/bureau", bureau)
    if active:
        role = bureau | {"role": "accountant"}
        firm.call("accounts", "POST", f"/v1/accounts/{prefix}/users", role)
    _issue(firm, prefix)


def _issue(person: Api, prefix: str) -> None:
    for name, quantity, price, rate in ROWS:
        position = {"name": name, "quantity": quantity, "unit_net": price, "vat_rate": rate}
        invoice = {
            "kind": "vat",
            "buyer": {"name": "Odbiorca SA", "tax_no": "7740001454", "address": "Długa 2, Kraków"},
            "positions": [position],
        }
        person.call("accounts", "POST", f"/v1/accounts/{prefix}/documents", invoice)
