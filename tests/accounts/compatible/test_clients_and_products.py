"""Clients and products at the compatible addresses: list, create, read, change, delete."""

import pytest

FIRM = {"name": "Łódzka Żółć sp. z o.o.", "tax_no": "7740001454", "city": "Łódź", "email": "a@b.pl"}


def test_a_client_comes_back_with_all_that_was_said_of_it(program):
    given = FIRM | {"external_id": "x-1", "www": "example.pl", "shortcut": "LZ", "company": True}

    created = program.post("/clients.json", {"client": given})

    assert created.status_code == 201
    assert given.items() <= created.json.items()
    assert isinstance(created.json["id"], int)
    assert program.get(f"/clients/{created.json['id']}.json").json == created.json


def test_clients_change_and_go(program):
    id = program.post("/clients.json", {"client": FIRM | {"www": "example.pl"}}).json["id"]

    changed = program.put(f"/clients/{id}.json", {"client": {"city": "Kraków", "phone": "1"}})

    assert changed.status_code == 200
    expected = FIRM | {"city": "Kraków", "phone": "1", "www": "example.pl"}
    assert expected.items() <= changed.json.items()
    assert program.delete(f"/clients/{id}.json").json == "ok"
    assert program.get(f"/clients/{id}.json").status_code == 404
    assert program.put(f"/clients/{id}.json", {"client": {}}).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {"name": "lodzka zolc"},
        {"name": "ŻÓŁĆ"},
        {"tax_no": "774-000-14-54"},
        {"email": "a@b.pl"},
        {"external_id": "x-1"},
    ],
)
def test_a_client_is_found_by_what_it_is_known_by(program, query):
    program.post("/clients.json", {"client": FIRM | {"external_id": "x-1"}})
    program.post("/clients.json", {"client": {"name": "100% inny", "tax_no": "DE136695976"}})

    found = program.get("/clients.json", **query).json

    assert [each["name"] for each in found] == [FIRM["name"]]
    assert program.get("/clients.json", name="%").json[0]["country"] == "DE"


def test_a_person_is_called_by_both_names_and_nobody_has_none(program):
    person = {"first_name": "Żaneta", "last_name": "Łoś", "company": "0"}

    created = program.post("/clients.json", {"client": person})
    nobody = program.post("/clients.json", {"client": {"email": "a@b.pl"}})

    assert created.json["name"] == "Żaneta Łoś"
    assert (nobody.status_code, list(nobody.json["message"])) == (422, ["name"])


def test_invoices_of_a_client_that_is_gone_stay(program):
    invoice = program.invoice(buyer_name="Firma")
    program.delete(f"/clients/{invoice['client_id']}.json")

    found = program.get(f"/invoices/{invoice['id']}.json").json

    assert (found["client_id"], found["buyer_name"]) == (None, "Firma")


@pytest.mark.parametrize(
    ("given", "net", "gross"),
    [
        ({"price_net": "100", "tax": "23"}, "100.00", "123.00"),
        ({"price_gross": 123.0, "tax": 23}, "100.00", "123.00"),
        ({"price_net": "19.99", "tax": "8"}, "19.99", "21.59"),
        ({"price_net": "5", "tax": "zw"}, "5.00", "5.00"),
        ({}, "0.00", "0.00"),
    ],
)
def test_a_product_has_both_prices(program, given, net, gross):
    created = program.post("/products.json", {"product": {"name": "Śruba", "code": "M8"} | given})

    assert created.status_code == 201, created.text
    assert (created.json["price_net"], created.json["price_gross"]) == (net, gross)
    assert program.get("/products.json", code="M8").json == [created.json]


def test_products_change_and_go(program):
    product = {"name": "Śruba", "price_net": "1.00", "tax": "23", "description": "opis"}
    id = program.post("/products.json", {"product": product}).json["id"]

    changed = program.put(f"/products/{id}.json", {"product": {"price_gross": "2.46"}}).json

    assert (changed["name"], changed["price_net"], changed["description"]) == (
        "Śruba",
        "2.00",
        "opis",
    )
    assert program.delete(f"/products/{id}.json").json == "ok"
    assert program.get("/products.json").json == []


@pytest.mark.parametrize(
    ("product", "field"),
    [
        ({}, "name"),
        ({"name": "x", "tax": "19"}, "tax"),
        ({"name": "x", "price_net": "a lot"}, "price_net"),
        ({"name": "x" * 600}, "name"),
    ],
)
def test_a_product_that_can_not_be_is_refused_by_its_field(program, product, field):
    response = program.post("/products.json", {"product": product})

    assert (response.status_code, list(response.json["message"])) == (422, [field])


def test_an_invoice_may_name_a_product_by_its_id(program):
    product = {"name": "Śruba", "price_net": "1.50", "tax": "8", "quantity_unit": "szt."}
    id = program.post("/products.json", {"product": product}).json["id"]

    invoice = program.invoice({"product_id": id, "quantity": 2})

    (position,) = invoice["positions"]
    assert (position["name"], position["tax"], position["quantity_unit"]) == ("Śruba", "8", "szt.")
    assert invoice["price_gross"] == "3.24"
