"""Payments at the compatible addresses, and the invoices that they pay."""

import pytest


@pytest.fixture
def invoice(program):
    return program.invoice()


def paid(program, invoice):
    found = program.get(f"/invoices/{invoice['id']}.json").json
    return found["status"], found["paid"]


def pay(program, **payment):
    response = program.post("/banking/payments.json", {"banking_payment": payment})
    assert response.status_code == 201, response.text
    return response.json


def test_a_payment_pays_its_invoice(program, invoice):
    payment = pay(program, name="Przelew 1", price=100.05, invoice_id=invoice["id"], provider="x")

    assert (payment["price"], payment["name"], payment["paid"]) == ("100.05", "Przelew 1", True)
    assert (payment["invoice_id"], payment["client_id"]) == (invoice["id"], invoice["client_id"])
    assert payment["provider"] == "x"
    assert program.get(f"/banking/payments/{payment['id']}.json").json == payment
    assert paid(program, invoice) == ("partial", "100.05")


def test_a_change_of_a_payment_changes_what_is_paid(program, invoice):
    other = program.invoice()
    id = pay(program, price="123", invoice_id=invoice["id"])["id"]
    assert paid(program, invoice) == ("paid", "123.00")

    program.put(f"/banking/payments/{id}.json", {"banking_payment": {"price": "23"}})
    assert paid(program, invoice) == ("partial", "23.00")
    program.put(f"/banking/payments/{id}.json", {"banking_payment": {"invoice_id": other["id"]}})

    assert paid(program, invoice) == ("issued", "0.00")
    assert paid(program, other) == ("partial", "23.00")
    assert program.delete(f"/banking/payments/{id}.json").json == "ok"
    assert paid(program, other) == ("issued", "0.00")


def test_a_payment_that_is_only_announced_pays_nothing(program, invoice):
    id = pay(program, price="123", invoice_id=invoice["id"], paid=False)["id"]
    assert paid(program, invoice) == ("issued", "0.00")

    program.put(f"/banking/payments/{id}.json", {"banking_payment": {"paid": True}})

    assert paid(program, invoice) == ("paid", "123.00")


def test_a_list_tells_the_invoices_when_asked(program, invoice):
    pay(program, price="1")
    pay(program, price="2", invoice_ids=[invoice["id"]])

    plain = program.get("/banking/payments.json").json
    whole = program.get("/banking/payments.json", include="invoices").json

    assert [each["invoice_id"] for each in plain] == [invoice["id"], None]
    assert "invoices" not in plain[0]
    assert [[i["id"] for i in each["invoices"]] for each in whole] == [[invoice["id"]], []]


@pytest.mark.parametrize(
    ("payment", "status", "field"),
    [
        ({}, 422, "price"),
        ({"price": "x"}, 422, "price"),
        ({"price": "1", "paid_date": "soon"}, 422, "paid_date"),
        ({"price": "1", "invoice_ids": [1, 2]}, 422, "invoice_ids"),
        ({"price": "1", "invoice_id": 4711}, 404, None),
    ],
)
def test_a_payment_that_can_not_be_is_refused(program, invoice, payment, status, field):
    response = program.post("/banking/payments.json", {"banking_payment": payment})

    assert response.status_code == status
    assert field is None or list(response.json["message"]) == [field]


def test_money_in_another_currency_is_no_payment_of_the_invoice(program, invoice):
    payment = {"price": "1", "currency": "EUR", "invoice_id": invoice["id"]}

    response = program.post("/banking/payments.json", {"banking_payment": payment})

    assert (response.status_code, list(response.json["message"])) == (422, ["currency"])
    assert program.get("/banking/payments.json").json == []
