"""What people do with the product, in the domain's words, over the HTTP contract alone."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.system.firms import Firm, a_firm
from tests.system.http import Answer
from tests.system.invoices import Invoice

if TYPE_CHECKING:
    from tests.system.product import Product

WAIT = {"Prefer": "wait=10"}


class Person:
    """Somebody who signed in. Every verb gives the service's answer, of whatever kind."""

    def __init__(
        self, product: "Product", email: str, password: str, *, firm: Firm | None = None
    ) -> None:
        self.product = product
        self.email = email
        self.password = password
        self.firm = firm
        self.session: dict[str, Any] = {}

    @property
    def prefix(self) -> str:
        """The prefix of the account that the person signed up with."""
        if self.firm is None:
            raise LookupError(f"{self.email} has not signed up with a firm")
        return self.firm.prefix

    @property
    def account(self) -> str:
        return f"{self.product.accounts}/v1/accounts/{self.prefix}"

    @property
    def bureau(self) -> str:
        return f"{self.product.bureau}/v1/bureaus/{self.prefix}"

    def sign_in(self) -> Answer:
        answer = self.product.post(
            f"{self.product.accounts}/v1/sessions",
            body={"email": self.email, "password": self.password},
        )
        self.session = answer.json if answer.status == 201 else {}
        return answer

    def sign_out(self) -> Answer:
        """End the session and keep its access token, to see who still takes it."""
        return self._once("DELETE", f"{self.product.accounts}/v1/sessions/current")

    def ask(self, method: str, url: str, **options: Any) -> Answer:
        """Ask with the access token; when that has run out, sign in once more.

        It is one request all the same: its first sending may have been heard, and the answer
        lost, before the token ran out.
        """
        options["headers"] = {"Idempotency-Key": str(uuid4())} | options.get("headers", {})
        answer = self._once(method, url, **options)
        if answer.status != 401:
            return answer
        self.sign_in().expect(201)
        return self._once(method, url, **options)

    def get(self, url: str, **options: Any) -> Answer:
        return self.ask("GET", url, **options)

    def post(self, url: str, body: Any = None, **options: Any) -> Answer:
        return self.ask("POST", url, body=body, **options)

    def me(self) -> dict[str, Any]:
        found: dict[str, Any] = self.get(f"{self.product.accounts}/v1/me").expect(200).json
        return found

    def open_offers(self) -> list[str]:
        """The ids of the transfers of ownership that are offered to this person."""
        offers = self.me()["ownership_transfers"]
        return [offer["id"] for offer in offers if offer["state"] == "offered"]

    def wait_for_offer(self) -> str:
        """The id of the first of them, waited for."""
        return self.product.eventually(self.open_offers, f"an offer to {self.email}")[0]

    # A client and its bureau.

    def link(self, bureau: str) -> Answer:
        return self.ask("PUT", f"{self.account}/bureau", body={"bureau_prefix": bureau})

    def add_bureau_as_accountant(self, bureau: str) -> Answer:
        body = {"bureau_prefix": bureau, "role": "accountant"}
        return self.post(f"{self.account}/users", body)

    def wait_for_account(self, **facts: Any) -> dict[str, Any]:
        """The account once it shows `facts`."""

        def look() -> dict[str, Any] | None:
            account: dict[str, Any] = self.get(self.account).expect(200).json
            return account if facts.items() <= account.items() else None

        return self.product.eventually(look, f"account {self.prefix} with {facts}")

    def id_of_bureau(self) -> str:
        """The bureau's id among the users of the account."""
        users = self.get(f"{self.account}/users").expect(200).json["items"]
        return next(str(user["id"]) for user in users if user.get("bureau_prefix"))

    def remove_user(self, user_id: str) -> Answer:
        return self.ask("DELETE", f"{self.account}/users/{user_id}")

    def leave(self) -> Answer:
        return self.ask("DELETE", f"{self.account}/bureau")

    def accept(self, transfer_id: str) -> Answer:
        url = f"{self.product.accounts}/v1/ownership_transfers/{transfer_id}/accept"
        return self.post(url)

    # A bureau and its clients.

    def switch_module_on(self, prefix: str, *, size: int = 10) -> Answer:
        url = f"{self.product.bureau}/v1/bureaus/{prefix}/module"
        return self.ask("PUT", url, body={"package_size": size})

    def make_bureau(self, *, size: int = 10) -> "Person":
        """As an operator: the owner of a new account whose module is switched on."""
        bureau = self.product.sign_up(a_firm("biuro"))
        self.switch_module_on(bureau.prefix, size=size).expect(201)
        return bureau

    def add_company(self, firm: Firm, **options: Any) -> Answer:
        body = {"prefix": firm.prefix, "company": firm.company, "client_email": firm.email}
        return self.post(f"{self.bureau}/clients", body, **{"headers": WAIT, **options})

    def hand_over(self, client: str, email: str) -> Answer:
        return self.post(f"{self.bureau}/clients/{client}/handover", {"email": email})

    def withdraw(self, client: str) -> Answer:
        return self.ask("DELETE", f"{self.bureau}/clients/{client}/handover")

    def detach(self, client: str) -> Answer:
        return self.post(f"{self.bureau}/clients/{client}/detach")

    def client(self, client: str) -> Answer:
        return self.get(f"{self.bureau}/clients/{client}")

    def clients(self, query: str = "") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (
            self.get(f"{self.bureau}/clients{query}").expect(200).json["items"]
        )
        return found

    def history(self, client: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (
            self.get(f"{self.bureau}/clients/{client}/history").expect(200).json["items"]
        )
        return found

    def wait_for(self, client: str, **facts: Any) -> dict[str, Any]:
        """The bureau's client once it shows `facts`, such as `state="active"`."""

        def look() -> dict[str, Any] | None:
            answer = self.client(client)
            shows = answer.status == 200 and facts.items() <= answer.json.items()
            return answer.json if shows else None

        return self.product.eventually(look, f"client {client} with {facts}")

    # Documents and exports.

    def an_invoice(self, number: str = "FV 1/04/2026", **facts: Any) -> Invoice:
        """A sale of the person's firm."""
        if self.firm is None:
            raise LookupError(f"{self.email} has no firm")
        return Invoice(number, seller=self.firm.tax_no, **facts)

    def import_documents(
        self, content: bytes, media_type: str = "application/xml", *, query: str = "", **on: Any
    ) -> Answer:
        return self.post(
            f"{on.get('account', self.account)}/documents/import{query}",
            content=content,
            headers={"Content-Type": media_type},
        )

    def documents(self, account: str | None = None) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (
            self.get(f"{account or self.account}/documents?limit=200").expect(200).json["items"]
        )
        return found

    def export(
        self, prefixes: Sequence[str], file_format: str, *, first: str, last: str, **more: Any
    ) -> Answer:
        body = {
            "accounts": list(prefixes),
            "format": file_format,
            "period": {"from": first, "to": last},
            "date_basis": "issue",
            **more,
        }
        return self.post(f"{self.product.exports}/v1/exports", body)

    def finished(self, export_id: str) -> dict[str, Any]:
        """The export, once it is neither queued nor running."""
        url = f"{self.product.exports}/v1/exports/{export_id}"

        def look() -> dict[str, Any] | None:
            found: dict[str, Any] = self.get(url).expect(200).json
            return None if found["state"] in ("queued", "running") else found

        return self.product.eventually(look, f"export {export_id} to end")

    def _once(self, method: str, url: str, **options: Any) -> Answer:
        token = self.session.get("access_token", "")
        headers = {"Authorization": f"Bearer {token}"} | options.pop("headers", {})
        return self.product.http.ask(method, url, headers=headers, **options)
