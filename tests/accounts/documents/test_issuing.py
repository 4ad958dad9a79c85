"""Issuing documents over HTTP, and changing, cancelling, deleting and booking them."""

import pytest

from services.accounts.documents.kinds import ISSUED_KINDS, WAREHOUSE
from services.accounts.documents.numbering.patterns import USUAL
from tests.accounts.documents.answers import messages, refused
from tests.accounts.documents.bodies import BUYER_PARTY, a_cost, a_document, a_row
from tests.accounts.documents.conftest import DOCUMENTS, as_role
from tests.accounts.documents.einvoices import BUYER, SELLER
from tests.accounts.documents.test_life import KSEF_NUMBER


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def test_an_issued_invoice_has_number_parties_rows_and_sums(client):
    response = client.post(DOCUMENTS, json=a_document(a_row(), a_row(vat_rate="8", quantity="2")))

    assert response.status_code == 201
    assert response.headers["ETag"] == '"1"'
    document = response.json
    assert response.headers["Location"] == f"{DOCUMENTS}/{document['id']}"
    assert document["number"] == "FV 1/04/2026"
    assert (document["income"], document["state"], document["version"]) == (True, "issued", 1)
    assert document["seller"]["tax_no"] == SELLER
    assert document["buyer"]["tax_no"] == BUYER
    assert document["sale_date"] == "2026-04-07"
    assert [row["gross"] for row in document["positions"]] == ["123.00", "216.00"]
    assert [row["no"] for row in document["positions"]] == [1, 2]
    assert [(each["rate"], each["vat"]) for each in document["vat_summary"]] == [
        ("23", "23.00"),
        ("8", "16.00"),
    ]
    assert (document["net"], document["vat"], document["gross"]) == ("300.00", "39.00", "339.00")
    assert client.get(f"{DOCUMENTS}/{document['id']}").json == document


def test_what_is_issued_is_announced_as_it_is_answered(issue, sessions):
    document = issue()

    (message,) = messages(sessions, document["id"])

    own = {"state", "paid", "created_at", "warnings"}
    assert message["document"] == {k: v for k, v in document.items() if k not in own}


@pytest.mark.parametrize("kind", [kind for kind in ISSUED_KINDS if kind != "correction"])
def test_every_kind_can_be_issued(issue, client, kind):
    abroad = kind in ("wnt", "import_service", "import_service_eu", "import_products")
    rows = [a_row(vat_rate="margin" if kind == "vat_margin" else None, unit_gross=None)]
    more = {"margin": "used_goods"} if kind == "vat_margin" else {}
    if abroad:
        more |= {"number": "X/1"}
    if abroad or kind in ("pz", "kw"):
        more |= {"seller": BUYER_PARTY, "buyer": None}

    document = issue(*rows, kind=kind, **more)

    assert document["kind"] == kind
    assert document["number"].startswith("X/1" if abroad else USUAL[kind])
    page = client.get(f"{DOCUMENTS}/{document['id']}.pdf")
    assert page.data.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("kind", "income", "seller", "buyer"),
    [
        ("wz", True, SELLER, BUYER),
        ("pz", False, BUYER, SELLER),
        ("mm", True, SELLER, SELLER),
        ("rw", True, SELLER, SELLER),
        ("pw", False, SELLER, SELLER),
    ],
)
def test_goods_that_come_in_are_no_sale(issue, kind, income, seller, buyer):
    assert kind in WAREHOUSE

    parties = {"seller": BUYER_PARTY, "buyer": None} if kind == "pz" else {}
    document = issue(kind=kind, **parties)

    assert document["income"] is income
    assert (document["seller"]["tax_no"], document["buyer"]["tax_no"]) == (seller, buyer)


def test_a_cost_has_the_number_that_its_seller_gave_it(client):
    document = client.post(DOCUMENTS, json=a_cost(number="Z/77")).json

    assert (document["number"], document["income"]) == ("Z/77", False)
    assert (document["seller"]["tax_no"], document["buyer"]["tax_no"]) == (BUYER, SELLER)
    assert refused(client.post(DOCUMENTS, json=a_cost(number=None)), "invalid", "/number") == 422


def test_a_cost_may_keep_the_sums_that_its_seller_computed(client):
    sums = [{"rate": "23", "net": "100.00", "vat": "23.01"}]
    body = a_cost(vat_strategy="as_given", vat_summary=sums)

    document = client.post(DOCUMENTS, json=body).json

    assert (document["vat"], document["gross"]) == ("23.01", "123.01")
    assert document["vat_strategy"] == "as_given"


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"kind": "novel"}, "invalid", "/kind"),
        ({"kind": "canceled"}, "invalid", "/kind"),
        ({"positions": [a_row(unit_gross="1")]}, "invalid", "/positions/0"),
        ({"positions": [a_row(unit_net=None)]}, "invalid", "/positions/0"),
        (
            {"positions": [a_row(), a_row(unit_net=None, unit_gross="1")]},
            "invalid",
            "/positions/1",
        ),
        ({"positions": [a_row(before=True)]}, "invalid", "/positions/0/before"),
        ({"positions": [a_row(vat_rate="19")]}, "invalid", "/positions/0/vat_rate"),
        ({"positions": [a_row(vat_rate="margin")]}, "invalid", "/margin"),
        (
            {"positions": [a_row(purchase_price="10.00")]},
            "invalid",
            "/positions/0/purchase_price",
        ),
        ({"positions": [a_row(unit_net=1.5)]}, "invalid", "/positions/0/unit_net"),
        ({"positions": [a_row(gtu="GTU_14")]}, "invalid", "/positions/0/gtu"),
        ({"positions": [a_row(unit_net="9" * 12, quantity="9" * 12)]}, "invalid", "/positions"),
        ({"vat_strategy": "as_given"}, "invalid", "/vat_summary"),
        ({"kind": "correction"}, "invalid", "/corrected"),
        ({"buyer": None}, "invalid", "/buyer"),
        ({"buyer": BUYER_PARTY | {"tax_no": "1234567890"}}, "invalid", "/buyer/tax_no"),
        ({"buyer": BUYER_PARTY | {"tax_no": "0000000000"}}, "invalid", "/buyer/tax_no"),
        ({"buyer": BUYER_PARTY | {"tax_no": "12", "country": "DE"}}, "invalid", "/buyer/tax_no"),
        ({"seller": BUYER_PARTY}, "not_a_party", "/seller/tax_no"),
        ({"currency": "zł"}, "invalid", "/currency"),
        ({"ksef_number": KSEF_NUMBER}, "invalid", "/ksef_number"),
    ],
)
def test_what_makes_no_document_is_refused_at_its_place(client, changes, code, pointer):
    body = {k: v for k, v in (a_document() | changes).items() if v is not None}

    assert refused(client.post(DOCUMENTS, json=body), code, pointer) == 422


@pytest.mark.parametrize(
    ("country", "number", "kept", "kind"),
    [
        ("DE", "DE136695976", "136695976", "eu_vat"),
        ("GR", "EL094259216", "094259216", "eu_vat"),
        ("US", "12-3456789", "12-3456789", "other"),
        ("PL", "774-000-14-54", BUYER, "nip"),
    ],
)
def test_a_tax_number_is_what_its_country_makes_it(issue, country, number, kept, kind):
    document = issue(buyer={"name": "Odbiorca", "country": country, "tax_no": number})

    buyer = document["buyer"]
    assert (buyer["tax_no"], buyer["tax_no_kind"], buyer["country"]) == (kept, kind, country)


def test_marks_of_tax_records_stay(issue):
    document = issue(a_row(gtu="GTU_12", procedure="B_SPV"), procedures=["TP"], split_payment=True)

    assert document["positions"][0]["gtu"] == "GTU_12"
    assert document["positions"][0]["procedure"] == "B_SPV"
    assert (document["procedures"], document["split_payment"]) == (["TP"], True)


def test_vat_in_foreign_currency_is_told_in_pln_by_the_rate_given(issue):
    document = issue(currency="EUR", exchange_rate="4.25")

    assert (document["exchange_rate"], document["vat_summary"][0]["vat_pln"]) == ("4.25", "97.75")


@pytest.mark.parametrize("margin", ["travel", "used_goods", "art", "antiques"])
def test_the_price_of_purchase_of_what_is_sold_under_a_margin_scheme_is_kept(
    issue, client, sessions, margin
):
    row = a_row(
        unit_net=None,
        unit_gross="500.00",
        vat_rate="margin",
        quantity="2",
        purchase_price="320.505",
    )
    document = issue(row, row | {"margin_rate": "8"}, kind="vat_margin", margin=margin)

    rows = [(each["purchase_price"], each["margin_rate"]) for each in document["positions"]]
    assert rows == [("320.505", "23"), ("320.505", "8")]
    (message,) = messages(sessions, document["id"])
    assert message["document"]["positions"] == document["positions"]

    address = f"{DOCUMENTS}/{document['id']}"
    changed = client.patch(address, json={"exchange_rate": None}).json
    assert changed["positions"] == document["positions"]
    fix = {"reason": "cena zakupu", "positions": [{"no": 1, "purchase_price": "310.00"}]}
    corrected = client.post(f"{address}/correct", json=fix).json
    assert [each["purchase_price"] for each in corrected["positions"]] == ["320.505", "310.00"]
    assert corrected["gross"] == "0.00"


def test_another_currency_without_its_rate_is_taken_and_told(issue, client):
    document = issue(currency="EUR")
    address = f"{DOCUMENTS}/{document['id']}"

    assert [each["pointer"] for each in document["warnings"]] == ["/exchange_rate"]
    assert document["vat_summary"][0]["vat_pln"] is None
    polish = client.get(address, headers={"Accept-Language": "pl"}).json["warnings"]
    assert "Brakuje kursu NBP" in polish[0]["detail"]
    changed = client.patch(address, json={"exchange_rate": "4.25"}).json
    assert changed["warnings"] == []
    assert changed["vat_summary"][0]["vat_pln"] == "97.75"


def test_a_margin_sale_is_all_net(issue):
    row = a_row(unit_net=None, unit_gross="500.00", vat_rate="margin")

    document = issue(row, kind="vat_margin", margin="used_goods")

    assert document["vat_summary"] == [
        {"rate": "margin", "net": "500.00", "vat": "0.00", "gross": "500.00", "vat_pln": None}
    ]


def test_a_number_that_another_document_has_is_taken(issue, client):
    first, second = issue(number="A/1"), issue()

    again = client.post(DOCUMENTS, json=a_document(number="A/1"))
    renamed = client.patch(f"{DOCUMENTS}/{second['id']}", json={"number": first["number"]})

    assert refused(again, "number_taken") == 409
    assert refused(renamed, "number_taken") == 409


@pytest.mark.parametrize(
    ("role", "issuing", "booking"),
    [("owner", 201, 200), ("admin", 201, 200), ("member", 201, 403), ("accountant", 403, 200)],
)
def test_who_may_issue_and_who_may_book(client, issue, role, issuing, booking):
    id = issue()["id"]

    issued = client.post(DOCUMENTS, json=a_document(), headers=as_role(role))
    booked = client.post(f"{DOCUMENTS}/{id}/book", json={}, headers=as_role(role))

    assert (issued.status_code, booked.status_code) == (issuing, booking)


def test_the_same_request_twice_issues_once(client):
    headers = {"Idempotency-Key": "invoice-1"}

    first = client.post(DOCUMENTS, json=a_document(), headers=headers)
    again = client.post(DOCUMENTS, json=a_document(), headers=headers)

    assert first.json == again.json
    assert len(client.get(DOCUMENTS).json["items"]) == 1
