"""No page and no route shows a document unseen: all of them are walked."""

from typing import Any

import pytest

from services.accounts.app import APIS, PAGES
from services.accounts.compatible import COMPATIBLE
from tests.accounts.builders import Someone, World
from tests.accounts.sightings.conftest import forget_notes, seen
from tests.pages.browser import Browser

SHOW_NONE = {"show_import", "show_new_document"}
"""Pages among the documents on which none is shown."""

ENDPOINTS = [
    endpoint
    for part in (*APIS, *PAGES)
    for endpoint in part.endpoints
    if endpoint.method == "GET"
    and "<prefix>/documents" in endpoint.rule
    and endpoint.view.__name__ not in SHOW_NONE
]
PROGRAMS = [
    endpoint
    for part in COMPATIBLE
    for endpoint in part.endpoints
    if endpoint.method == "GET"
    and endpoint.rule.startswith(("/<account>/invoices", "/<account>/warehouse_documents"))
]


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: each.view.__name__)
def test_who_opens_it_is_seen(
    world: World, owner: Someone, document: str, attachment: str, endpoint: Any
) -> None:
    path = endpoint.rule.replace("<prefix>", "acme").replace("<document>", document)
    path = path.replace("<attachment>", attachment)
    browser = Browser(world.app, "accounts", owner.headers["Authorization"].split()[1])

    answer = owner.get(path) if path.startswith("/v1/") else browser.open(path)

    assert answer.status_code == 200, path
    rows = seen(owner)
    assert rows, path
    one = "<document>" in endpoint.rule
    assert all((row["document"] is not None) == one for row in rows), path


@pytest.mark.parametrize("endpoint", PROGRAMS, ids=lambda each: each.view.__name__)
def test_a_program_that_asks_it_is_seen(
    world: World, owner: Someone, document: str, endpoint: Any
) -> None:
    given = owner.post("/v1/accounts/acme/api_tokens", {"name": "Sklep"}).json["token"]
    rows = [{"product_name": "Ser", "quantity": 1, "price_net": 10}]
    body = {"warehouse_document": {"kind": "wz", "client_name": "Bar", "warehouse_actions": rows}}
    goods = world.nobody.post(f"/warehouse_documents.json?api_token={given}", body).json
    (invoice,) = world.nobody.get(f"/invoices.json?api_token={given}&period=all").json
    forget_notes(owner)
    serial = invoice["id"] if "invoices" in endpoint.rule else goods["id"]
    path = endpoint.rule.replace("<account>", "acme").replace("<serial>", str(serial))

    assert world.nobody.get(f"{path}?kind=gov&api_token={given}").status_code == 200

    assert {row["actor_name"] for row in seen(owner)} == {"Sklep"}


def test_both_lists_of_addresses_hold_some() -> None:
    assert len(ENDPOINTS) >= 12
    assert len(PROGRAMS) >= 5
