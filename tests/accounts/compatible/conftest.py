"""An account with an API token, and programs that talk to it as they would to Fakturownia."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from tests.accounts.builders import Someone, World

PRODUCT_A = {"name": "Produkt A", "tax": 23, "total_price_gross": 10.23, "quantity": 1}


@dataclass
class Program:
    """A program with an API token; `place` is what it puts before each path."""

    app: Flask
    token: str
    place: str = ""

    def send(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        options = {} if body is None else {"json": {"api_token": self.token} | body}
        if body is None:
            query = {"api_token": self.token} | query
        client = self.app.test_client()
        return client.open(f"{self.place}{path}", method=method, query_string=query, **options)

    def get(self, path: str, **query: Any) -> Any:
        return self.send("GET", path, **query)

    def post(self, path: str, body: Any = None, **query: Any) -> Any:
        return self.send("POST", path, body, **query)

    def put(self, path: str, body: Any) -> Any:
        return self.send("PUT", path, body)

    def delete(self, path: str) -> Any:
        return self.send("DELETE", path)

    def invoice(self, *positions: dict[str, Any], **attributes: Any) -> Any:
        """Issue an invoice and give it."""
        response = self.post("/invoices.json", {"invoice": an_invoice(*positions, **attributes)})
        assert response.status_code == 201, response.text
        return response.json


def an_invoice(*positions: dict[str, Any], **attributes: Any) -> dict[str, Any]:
    usual = {"kind": "vat", "issue_date": "2026-04-07", "buyer_name": "Odbiorca SA"}
    rows = list(positions) or [{"name": "Produkt A", "tax": 23, "total_price_gross": 123}]
    return usual | {"positions": rows} | attributes


def a_token(owner: Someone, prefix: str, **facts: Any) -> str:
    answer = owner.post(f"/v1/accounts/{prefix}/api_tokens", {"name": "shop"} | facts)
    assert answer.status_code == 201, answer.text
    return str(answer.json["token"])


@pytest.fixture
def owner(world: World) -> Someone:
    return world.account("acme")


@pytest.fixture
def token(owner: Someone) -> str:
    return a_token(owner, "acme")


@pytest.fixture
def program(app: Flask, token: str) -> Program:
    return Program(app, token)


@pytest.fixture
def statements(app: Flask) -> list[tuple[str, Any]]:
    """The statements that readers send from now on."""
    seen: list[tuple[str, Any]] = []
    engine = app.extensions["reading"].kw["bind"]

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    return seen


@pytest.fixture
def bureau(world: World) -> Someone:
    """The owner of the bureau `biuro500`."""
    return world.bureau("biuro500")


@pytest.fixture
def of_bureau(app: Flask, bureau: Someone) -> Program:
    """A program with the bureau's token."""
    return Program(app, a_token(bureau, "biuro500"))
