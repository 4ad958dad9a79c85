"""Corrections: differences, rows before and after, chains of them."""

import pytest

from tests.accounts.documents.bodies import BUYER_PARTY, a_cost, a_document, a_row
from tests.accounts.documents.conftest import DOCUMENTS


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def original(client):
    rows = [a_row(name="A", quantity="2"), a_row(name="B", unit_net="50.00", vat_rate="8")]
    return client.post(DOCUMENTS, json=a_document(*rows)).json


@pytest.fixture
def correct(client):
    def correct(document, *positions, **changes):
        body = {"reason": "Pomyłka", "positions": list(positions)} | changes
        return client.post(f"{DOCUMENTS}/{document['id']}/correct", json=body)

    return correct


def test_a_correction_has_its_rows_before_and_after_and_the_differences(original, correct):
    correction = correct(original, {"no": 1, "quantity": "1"}, issue_date="2026-05-02").json

    assert correction["kind"] == "correction"
    assert correction["number"] == "KOR 1/05/2026"
    assert correction["correction_reason"] == "Pomyłka"
    assert correction["corrected"] == [
        {"number": original["number"], "issue_date": "2026-04-07", "ksef_number": None}
    ]
    rows = [(row["no"], row["before"], row["gross"]) for row in correction["positions"]]
    assert rows == [(1, True, "246.00"), (1, False, "123.00")]
    assert (correction["net"], correction["vat"], correction["gross"]) == (
        "-100.00",
        "-23.00",
        "-123.00",
    )
    assert [each["rate"] for each in correction["vat_summary"]] == ["23"]


def test_another_rate_takes_from_one_sum_and_gives_to_another(original, correct):
    correction = correct(original, {"no": 2, "vat_rate": "23"}).json

    sums = {each["rate"]: (each["net"], each["vat"]) for each in correction["vat_summary"]}
    assert sums == {"23": ("50.00", "11.50"), "8": ("-50.00", "-4.00")}


def test_a_second_correction_begins_where_the_first_ended(original, correct):
    correct(original, {"no": 1, "quantity": "1"})

    second = correct(original, {"no": 1, "unit_net": "90.00"}).json

    assert [row["net"] for row in second["positions"]] == ["100.00", "90.00"]
    assert second["net"] == "-10.00"


def test_a_cancelled_correction_never_was(original, correct, client):
    first = correct(original, {"no": 1, "quantity": "1"}).json
    client.post(f"{DOCUMENTS}/{first['id']}/cancel")

    second = correct(original, {"no": 1, "quantity": "0"}).json

    assert second["net"] == "-200.00"


def test_a_row_may_be_added(original, correct):
    correction = correct(original, {"name": "C", "unit_net": "10.00", "vat_rate": "23"}).json

    (row,) = correction["positions"]
    assert (row["no"], row["before"], correction["gross"]) == (3, False, "12.30")


def test_a_wrong_buyer_is_corrected_without_rows(original, correct):
    correction = correct(original, buyer=BUYER_PARTY | {"name": "Właściwy"}).json

    assert correction["buyer"]["name"] == "Właściwy"
    assert (correction["positions"], correction["gross"]) == ([], "0.00")


def test_the_vat_of_a_sum_is_rounded_with_the_rows_that_stay(client, correct):
    rows = [a_row(unit_net="0.11") for _ in range(3)]
    original = client.post(DOCUMENTS, json=a_document(*rows, vat_strategy="per_sum")).json

    correction = correct(original, {"no": 1, "quantity": "0"}).json

    # 0.33 has 0.08 of VAT and 0.22 has 0.05; 0.11 by itself would have 0.03 as well, but
    # three of them 0.08.
    assert (original["vat"], correction["vat"]) == ("0.08", "-0.03")


def test_a_cost_is_corrected_under_its_sellers_number(client, correct):
    cost = client.post(DOCUMENTS, json=a_cost()).json

    unnamed = correct(cost, {"no": 1, "quantity": "0"})
    correction = correct(cost, {"no": 1, "quantity": "0"}, number="ZK/1")

    assert unnamed.json["errors"][0]["pointer"] == "/number"
    assert (correction.json["income"], correction.json["number"]) == (False, "ZK/1")


@pytest.mark.parametrize(
    ("position", "pointer"),
    [
        ({"no": 9, "quantity": "1"}, "/positions/0/no"),
        ({"no": 1, "unit_gross": "1.00"}, "/positions/0"),
        ({"no": 1, "unit_net": "1.00", "net": "1.00"}, "/positions/0"),
        ({"name": "C"}, "/positions/0"),
    ],
)
def test_a_row_that_can_not_be_is_refused_at_its_place(original, correct, position, pointer):
    response = correct(original, position)

    assert response.status_code == 422
    assert response.json["errors"][0]["pointer"] == pointer


def test_what_does_not_count_is_not_corrected(client, correct):
    proforma = client.post(DOCUMENTS, json=a_document(kind="proforma")).json
    cancelled = client.post(DOCUMENTS, json=a_document()).json
    client.post(f"{DOCUMENTS}/{cancelled['id']}/cancel")

    for document in (proforma, cancelled):
        assert correct(document).json["code"] == "step_refused"


def test_an_original_and_its_corrections_print(original, correct, client):
    correction = correct(original, {"no": 1, "quantity": "1"}).json

    page = client.get(f"{DOCUMENTS}/{correction['id']}.pdf?language=en")

    assert page.data.startswith(b"%PDF")


def test_null_takes_away_what_should_not_have_been_there(client, correct):
    marks = {"gtu": "GTU_05", "procedure": "WSTO_EE", "unit": "kg", "discount": "10.00"}
    original = client.post(DOCUMENTS, json=a_document(a_row(unit_net="100.00", **marks))).json

    kept = correct(original, {"no": 1, "quantity": "2"}).json["positions"][1]
    taken = correct(original, {"no": 1} | dict.fromkeys(marks)).json

    assert {name: kept[name] for name in marks} == marks
    assert {name: taken["positions"][1][name] for name in marks} == dict.fromkeys(marks)
    assert [row["net"] for row in taken["positions"]] == ["190.00", "200.00"]
