"""Invoices as programs for Fakturownia issue, read, change, cancel and delete them."""

import pytest

from tests.accounts.compatible.conftest import PRODUCT_A as A
from tests.accounts.compatible.conftest import an_invoice
from tests.accounts.compatible.test_invoice_lists import numbers

B = {"name": "Produkt B", "tax": 0, "total_price_gross": "50", "quantity": 3}


def test_an_invoice_comes_back_as_it_was_given(program):
    created = program.invoice(
        A,
        B,
        number=None,
        sell_date="2026-04-05",
        payment_to="2026-04-21",
        buyer_tax_no="PL 774-000-14-54",
        buyer_street="Długa 2",
        buyer_post_code="00-238",
        buyer_city="Warszawa",
        seller_name="Branch",
        payment_type="transfer",
        oid="order-7",
        internal_note="Ważne 🧾",
    )

    assert created == program.get(f"/invoices/{created['id']}.json").json
    assert isinstance(created["id"], int)
    assert created["number"] == "FV 1/04/2026"
    assert (created["price_net"], created["price_tax"], created["price_gross"]) == (
        "58.32",
        "1.91",
        "60.23",
    )
    assert (created["sell_date"], created["payment_to"]) == ("2026-04-05", "2026-04-21")
    assert (created["buyer_tax_no"], created["buyer_street"]) == ("7740001454", "Długa 2")
    assert (created["buyer_post_code"], created["buyer_city"]) == ("00-238", "Warszawa")
    assert created["seller_tax_no"] == "5261040828"
    assert (created["oid"], created["internal_note"]) == ("order-7", "Ważne 🧾")
    assert (created["status"], created["income"], created["kind"]) == ("issued", "1", "vat")
    first, second = created["positions"]
    assert (first["total_price_gross"], first["tax"]) == ("10.23", "23")
    assert (second["price_gross"], second["tax"], second["quantity"]) == ("16.6667", "0", "3")


def test_it_is_the_same_document_as_at_the_other_addresses(program, owner):
    created = program.invoice(A, buyer_name="Zażółć")

    (document,) = owner.get("/v1/accounts/acme/documents").json["items"]

    assert document["number"] == created["number"]
    assert document["buyer"]["name"] == "Zażółć"
    assert document["gross"] == "10.23"
    assert document["version"] == 1


@pytest.mark.parametrize(
    ("position", "net", "gross"),
    [
        ({"price_net": "100", "tax": "23", "quantity": 2}, "200.00", "246.00"),
        ({"price_gross": 123, "quantity": "1.5"}, "150.00", "184.50"),
        ({"total_price_net": "100,50", "tax": "8"}, "100.50", "108.54"),
        ({"price_net": 10, "tax": "zw"}, "10.00", "10.00"),
        ({"price_net": 10, "tax": "np"}, "10.00", "10.00"),
        ({"price_net": 10, "tax": "disabled"}, "10.00", "10.00"),
        ({"price_net": 100, "tax": 23, "discount_percent": 10}, "90.00", "110.70"),
    ],
)
def test_a_price_is_taken_as_it_is_given(program, position, net, gross):
    created = program.invoice({"name": "x"} | position)

    assert (created["price_net"], created["price_gross"]) == (net, gross)


def test_prices_of_both_kinds_in_one_invoice_are_all_gross(program):
    created = program.invoice({"name": "a", "price_net": 100}, {"name": "b", "price_gross": 123})

    assert [each["total_price_gross"] for each in created["positions"]] == ["123.00", "123.00"]


@pytest.mark.parametrize(
    ("attributes", "field"),
    [
        ({"buyer_name": ""}, "buyer_name"),
        ({"kind": "novel"}, "kind"),
        ({"positions": [{"name": "x"}]}, "positions"),
        ({"positions": [{"name": "x", "price_net": "ten"}]}, "price_net"),
        ({"positions": [{"name": "x", "price_net": 1, "tax": 19}]}, "positions"),
        ({"positions": [{"price_net": 1}]}, "positions"),
        ({"positions": ["x"]}, "positions"),
        ({"issue_date": "yesterday"}, "issue_date"),
        ({"payment_to": "2026-13-01"}, "payment_to"),
        ({"income": 0}, "seller_name"),
        ({"income": 0, "seller_name": "Dostawca"}, "number"),
        ({"buyer_name": "x" * 100_000}, "buyer_name"),
        ({"description": "a\u0000b"}, "description"),
        ({"status": "lost"}, "status"),
    ],
)
def test_what_is_wrong_is_told_by_its_field(program, attributes, field):
    response = program.post("/invoices.json", {"invoice": an_invoice(A, **attributes)})

    assert response.status_code == 422
    assert response.json["code"] == "error"
    assert list(response.json["message"]) == [field]
    assert all(response.json["message"][field])
    assert program.get("/invoices.json").json == []


def test_without_the_invoice_itself_the_body_is_refused(program):
    response = program.post("/invoices.json", {})

    assert (response.status_code, list(response.json["message"])) == (422, ["invoice"])


def test_a_number_that_is_taken_is_told_at_the_number(program):
    program.invoice(A, number="1/2026")

    again = program.post("/invoices.json", {"invoice": an_invoice(A, number="1/2026")})

    assert (again.status_code, list(again.json["message"])) == (422, ["number"])


def test_a_cost_is_kept_under_its_sellers_number(program):
    cost = program.invoice(A, income=0, number="Z/1", seller_name="Dostawca", buyer_name="My")

    assert (cost["income"], cost["seller_name"]) == ("0", "Dostawca")
    assert cost["buyer_tax_no"] == "5261040828"
    assert numbers(program.get("/invoices.json")) == []
    assert numbers(program.get("/invoices.json", income="no")) == ["Z/1"]


def test_positions_change_by_their_ids(program):
    created = program.invoice(A, B)
    a, b = created["positions"]
    rows = [
        {"id": a["id"], "total_price_gross": "20.00"},
        {"id": b["id"], "_destroy": 1},
        {"name": "Produkt C", "tax": 8, "total_price_gross": "5.40"},
    ]

    changed = program.put(f"/invoices/{created['id']}.json", {"invoice": {"positions": rows}}).json

    found = [(each["name"], each["total_price_gross"]) for each in changed["positions"]]
    assert found == [("Produkt A", "20.00"), ("Produkt C", "5.40")]
    assert changed["price_gross"] == "25.40"
    assert changed["number"] == created["number"]


def test_another_quantity_keeps_the_price(program):
    created = program.invoice({"name": "x", "price_net": "10", "tax": 23})
    rows = [{"id": created["positions"][0]["id"], "quantity": 3}]

    changed = program.put(f"/invoices/{created['id']}.json", {"invoice": {"positions": rows}}).json

    assert (changed["price_net"], changed["positions"][0]["price_net"]) == ("30.00", "10.00")


def test_an_invoice_that_is_sent_back_as_it_was_read_stays_as_it_is(program):
    rows = [
        {"name": "a", "price_net": "33.33", "quantity": 3, "tax": 23, "discount_percent": 10},
        {"name": "b", "price_net": "10", "tax": "zw"},
        {"name": "c", "total_price_net": "100", "quantity": 3, "tax": "np"},
    ]
    invoice = program.invoice(*rows, status="paid", buyer_email="a@b.pl", buyer_city="Łódź", oid=1)

    again = program.put(f"/invoices/{invoice['id']}.json", {"invoice": invoice})

    assert again.status_code == 200, again.text
    assert again.json | {"updated_at": None} == invoice | {"updated_at": None}


def test_a_position_of_another_invoice_is_none_of_this_one(program):
    first, second = program.invoice(A), program.invoice(B)
    rows = [{"id": second["positions"][0]["id"], "_destroy": True}]

    response = program.put(f"/invoices/{first['id']}.json", {"invoice": {"positions": rows}})

    assert (response.status_code, list(response.json["message"])) == (422, ["positions"])


def test_what_is_not_named_stays(program):
    created = program.invoice(A, oid="7", buyer_street="Długa 2", buyer_city="Łódź")

    body = {"invoice": {"description": "Uwagi", "shop": "pl"}}
    changed = program.put(f"/invoices/{created['id']}.json", body).json

    expected = created | {"description": "Uwagi", "shop": "pl"}
    assert changed | {"updated_at": None} == expected | {"updated_at": None}


def test_a_correction_has_before_and_after_in_each_position(program):
    original = program.invoice(
        {"name": "Produkt A1", "quantity": 2, "total_price_gross": "20", "tax": "23"}
    )
    row = {"name": "Produkt A1", "tax": "23"}
    correction = program.invoice(
        row
        | {
            "quantity": -1,
            "total_price_gross": "-10",
            "kind": "correction",
            "correction_before_attributes": row
            | {"quantity": "2", "total_price_gross": "20", "kind": "correction_before"},
            "correction_after_attributes": row
            | {"quantity": "1", "total_price_gross": "10", "kind": "correction_after"},
        },
        kind="correction",
        correction_reason="Zła ilość",
        invoice_id=str(original["id"]),
        from_invoice_id=str(original["id"]),
    )

    assert (correction["kind"], correction["price_gross"]) == ("correction", "-10.00")
    (position,) = correction["positions"]
    assert (position["quantity"], position["total_price_gross"]) == ("-1", "-10.00")
    assert position["correction_before_attributes"]["total_price_gross"] == "20.00"
    assert position["correction_after_attributes"]["quantity"] == "1"
    assert correction["from_invoice_id"] == original["id"]
    assert correction["correction_reason"] == "Zła ilość"


def test_a_similar_invoice_takes_over_what_is_not_said_anew(program):
    net = {"name": "Usługa", "tax": 8, "price_net": "3.33", "quantity": "3"}
    first = program.invoice(A, net, kind="proforma", buyer_city="Łódź", payment_type="cash")

    given = {"copy_invoice_from": first["id"], "kind": "vat", "number": None}
    copy = program.post("/invoices.json", {"invoice": given}).json

    taken = ("buyer_name", "buyer_city", "payment_type", "price_net", "price_gross", "client_id")
    assert {name: copy[name] for name in taken} == {name: first[name] for name in taken}
    assert (copy["kind"], copy["number"][:2], copy["id"]) == ("vat", "FV", first["id"] + 1)
    assert [each["name"] for each in copy["positions"]] == ["Produkt A", "Usługa"]
    other = {"copy_invoice_from": first["id"], "buyer_name": "Inny", "positions": [A]}
    assert program.post("/invoices.json", {"invoice": other}).json["price_gross"] == "10.23"
    missing = {"copy_invoice_from": 4711}
    assert program.post("/invoices.json", {"invoice": missing}).status_code == 404


def test_a_correction_of_nothing_is_refused(program):
    body = {"invoice": an_invoice(A, kind="correction")}

    missing = program.post("/invoices.json", body | {})
    unknown = program.post("/invoices.json", {"invoice": body["invoice"] | {"invoice_id": 4711}})

    assert (missing.status_code, list(missing.json["message"])) == (422, ["from_invoice_id"])
    assert unknown.status_code == 404


def test_the_client_of_an_invoice_is_kept_once(program):
    first = program.invoice(A, buyer_name="Firma", buyer_tax_no="7740001454")
    again = program.invoice(A, buyer_name="Firma SA", buyer_tax_no="774-000-14-54")
    named = program.invoice(A, buyer_name=None, client_id=first["client_id"])

    assert first["client_id"] == again["client_id"] == named["client_id"]
    assert named["buyer_name"] == "Firma"
    assert len(program.get("/clients.json").json) == 1
    found = program.get("/invoices.json", client_id=first["client_id"])
    assert len(found.json) == 3
