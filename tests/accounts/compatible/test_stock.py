"""How much there is of a product: what programs say of it, moved by warehouse documents."""

from typing import Any

import pytest

from tests.accounts.compatible.conftest import Program
from tests.accounts.documents.bodies import a_document, a_row


@pytest.fixture
def screw(program: Program) -> int:
    return a_product(program, "Śruba")


def a_product(program: Program, name: str, **facts: Any) -> int:
    body = {"product": {"name": name, "price_net": "2.00", "tax": 23} | facts}
    made = program.post("/products.json", body)
    assert made.status_code == 201, made.text
    return int(made.json["id"])


def stock(program: Program, product: int) -> str:
    return str(program.get(f"/products/{product}.json").json["warehouse_quantity"])


def moved(program: Program, kind: str, *rows: dict[str, Any]) -> int:
    actions = [{"purchase_price_net": "1.00", "purchase_tax": 23} | row for row in rows]
    head = {"kind": kind, "issue_date": "2026-04-07", "client_name": "Hurtownia SA"}
    body = head | {"warehouse_actions": actions}
    made = program.post("/warehouse_documents.json", {"warehouse_document": body})
    assert made.status_code == 201, made.text
    return int(made.json["id"])


def goods(quantity: Any, name: str = "Śruba") -> dict[str, Any]:
    return {"product_name": name, "quantity": quantity}


@pytest.mark.parametrize(
    ("kind", "left"),
    [("pz", "10.5"), ("pw", "10.5"), ("wz", "-10.5"), ("rw", "-10.5"), ("mm", "0")],
)
def test_each_kind_moves_its_goods_in_or_out(program, screw, kind, left) -> None:
    moved(program, kind, goods("10.5"))

    assert stock(program, screw) == left


def test_rows_of_one_product_add_up_and_others_move_by_themselves(program, screw) -> None:
    nut = a_product(program, "Nakrętka")

    moved(program, "pz", goods(10), goods(5), goods(7, "Nakrętka"), goods(1, "Podkładka"))
    moved(program, "wz", goods("0.000001"))

    assert (stock(program, screw), stock(program, nut)) == ("14.999999", "7")
    listed = {each["name"]: each["stock_level"] for each in program.get("/products.json").json}
    assert listed == {"Śruba": "14.999999", "Nakrętka": "7"}


def test_a_row_may_name_its_product_by_the_id(program, screw) -> None:
    moved(program, "pz", {"product_id": screw, "quantity": 3})

    assert stock(program, screw) == "3"


def test_a_change_moves_the_difference_also_of_a_product_that_has_a_new_name(
    program, screw
) -> None:
    document = moved(program, "pz", goods(10))
    program.put(f"/products/{screw}.json", {"product": {"name": "Śruba M8"}})
    address = f"/warehouse_documents/{document}.json"
    (row,) = program.get(address).json["warehouse_actions"]

    rows = [{"id": row["id"], "quantity": 4}]
    changed = program.put(address, {"warehouse_document": {"warehouse_actions": rows}})

    assert changed.status_code == 200, changed.text
    assert stock(program, screw) == "4"


def test_a_document_that_goes_takes_its_moves_along(program, screw) -> None:
    document = moved(program, "wz", goods(10))

    assert program.delete(f"/warehouse_documents/{document}.json").json == "ok"

    assert stock(program, screw) == "0"


def test_a_document_that_is_cancelled_moves_nothing_more(program, owner, screw) -> None:
    body = a_document(a_row(name="Śruba", quantity="2"), kind="pw", buyer=None)
    made = owner.post("/v1/accounts/acme/documents", body)
    assert made.status_code == 201, made.text
    assert stock(program, screw) == "2"

    owner.post(f"/v1/accounts/acme/documents/{made.json['id']}/cancel", {})
    assert stock(program, screw) == "0"

    owner.delete(f"/v1/accounts/acme/documents/{made.json['id']}")
    assert stock(program, screw) == "0"


def test_an_invoice_moves_nothing(program, screw) -> None:
    program.invoice({"product_id": screw, "quantity": 2})

    assert stock(program, screw) == "0"


@pytest.mark.parametrize("name", ["warehouse_quantity", "stock_level"])
def test_what_a_program_says_there_is_holds_from_then_on(program, name) -> None:
    product = a_product(program, "Śruba", **{name: "5,5"})
    moved(program, "pz", goods(1))
    assert stock(program, product) == "6.5"

    program.put(f"/products/{product}.json", {"product": {name: 20}})
    moved(program, "wz", goods(1))

    assert stock(program, product) == "19"


def test_goods_of_another_account_do_not_move(program, screw, world) -> None:
    other = world.account("strangers")
    body = a_document(a_row(name="Śruba", quantity="2"), kind="pw", buyer=None)

    assert other.post("/v1/accounts/strangers/documents", body).status_code == 201

    assert stock(program, screw) == "0"


def test_a_product_that_is_forgotten_leaves_its_documents(program, screw) -> None:
    document = moved(program, "pz", goods(10))

    assert program.delete(f"/products/{screw}.json").json == "ok"

    assert program.get(f"/warehouse_documents/{document}.json").status_code == 200
    assert program.delete(f"/warehouse_documents/{document}.json").json == "ok"
