"""Warehouse documents at the compatible addresses."""

import pytest

GOODS = {"product_name": "Śruba", "quantity": 10, "purchase_price_net": "2.00", "purchase_tax": 23}


def issue(program, **attributes):
    usual = {"issue_date": "2026-04-07", "warehouse_actions": [GOODS]}
    body = {"warehouse_document": usual | attributes}
    response = program.post("/warehouse_documents.json", body)
    assert response.status_code == 201, response.text
    return response.json


@pytest.mark.parametrize("kind", ["pz", "wz", "mm", "rw", "pw"])
def test_each_kind_has_its_own_numbers_and_rows(program, kind):
    created = issue(program, kind=kind, client_name="Dostawca SA", warehouse_id=7)

    assert created["number"] == f"{kind.upper()} 1/04/2026"
    assert (created["price_net"], created["warehouse_id"]) == ("20.00", 7)
    (action,) = created["warehouse_actions"]
    assert (action["product_name"], action["quantity"]) == ("Śruba", "10")
    assert program.get(f"/warehouse_documents/{created['id']}.json").json == created


def test_warehouse_documents_and_invoices_are_lists_apart(program):
    goods = issue(program, kind="wz", client_name="Odbiorca")
    invoice = program.invoice()

    listed = program.get("/warehouse_documents.json").json

    assert listed == [goods]
    assert [each["id"] for each in program.get("/invoices.json").json] == [invoice["id"]]
    assert program.get(f"/invoices/{goods['id']}.json").status_code == 404
    assert program.get(f"/warehouse_documents/{invoice['id']}.json").status_code == 404


def test_rows_change_by_their_ids_and_documents_go(program):
    created = issue(program, kind="rw")
    rows = [{"id": created["warehouse_actions"][0]["id"], "quantity": 3}]
    address = f"/warehouse_documents/{created['id']}.json"

    changed = program.put(address, {"warehouse_document": {"warehouse_actions": rows}})

    assert changed.status_code == 200, changed.text
    assert changed.json["price_net"] == "6.00"
    assert program.delete(address).json == "ok"
    assert program.get(address).status_code == 404


def test_a_kind_that_is_no_movement_of_goods_is_refused(program):
    response = program.post("/warehouse_documents.json", {"warehouse_document": {"kind": "vat"}})

    assert (response.status_code, list(response.json["message"])) == (422, ["kind"])


def test_goods_without_a_price_are_worth_nothing(program):
    created = issue(program, kind="mm", warehouse_actions=[{"product_name": "x", "quantity": 1}])

    assert created["price_net"] == "0.00"
