"""Symfonia FK: the client's account map, and what is booked where."""

import pytest

from services.exports.formats.symfonia_fk import FORMAT
from tests.exports.formats.documents import (
    ACCOUNT_MAP,
    a_run,
    document,
    margin_row,
    margin_sale,
    vat_sum,
)
from tests.exports.formats.symfonia_reader import only, read


def test_categories_and_rates_have_accounts_of_their_own() -> None:
    mapped = ACCOUNT_MAP | {
        "revenue_by_rate": {"0 WDT": "702-2", "5": "702-5"},
        "revenue_by_category": {"usługi": "703-1"},
        "costs_by_category": {"paliwo": "402-9"},
    }
    by_rate = document(vat_sum("0 WDT", "1.00"), vat_sum("23", "2.00"), number="A")
    by_category = document(vat_sum("5", "1.00"), category="usługi", number="B")
    cost = document(income=False, category="paliwo", number="C")

    file = read(by_rate, by_category, cost, settings=mapped)

    accounts = [
        [line.fields["konto"] for line in each.all("Zapis")] for each in file.all("Dokument")
    ]
    assert accounts == [
        ["200-k", "702-2", "700-1", "221-1"],
        ["200-k", "703-1", "221-1"],
        ["202-k", "402-9", "221-2"],
    ]


@pytest.mark.parametrize(
    ("direction", "missing"),
    [
        ("sale", ["receivables", "revenue", "vat_due"]),
        ("cost", ["payables", "costs", "vat_deductible"]),
        ("all", list(ACCOUNT_MAP)),
    ],
)
def test_an_account_without_a_map_is_told_each_account(direction: str, missing: list[str]) -> None:
    run = a_run(document(), settings={}, direction=direction)

    problems = FORMAT.obstacles(run)

    assert FORMAT.missing_settings(run) == missing
    assert {problem.fix for problem in problems} == {"settings"}


def test_a_complete_map_lacks_nothing() -> None:
    assert FORMAT.obstacles(a_run(document())) == []


def test_registers_and_symbols_can_be_named_otherwise() -> None:
    mapped = ACCOUNT_MAP | {"sale_symbol": "FA", "sales_register": "rVAT"}

    found = only(document(), settings=mapped)

    assert found.fields["symbol FK"] == "FA"
    assert found.fields["obsluguj jak"] == "FVS"
    assert found.one("Rejestr").fields["Skrot"] == "rVAT"


def test_a_rate_may_have_a_sales_register_of_its_own() -> None:
    mapped = ACCOUNT_MAP | {"sales_registers_by_rate": {"0 WDT": "rWDT", "margin": "rMAR"}}
    rates = [vat_sum("0 WDT", "10.00"), vat_sum("23", "2.00")]

    file = read(
        document(*rates, number="A"),
        document(*rates, number="B", income=False),
        margin_sale(margin_row("123.00", "100.00"), number="C"),
        settings=mapped,
    )

    registers = [
        [(each.fields["Skrot"], each.fields["stawka"]) for each in one.all("Rejestr")]
        for one in file.all("Dokument")
    ]
    assert registers == [
        [("rWDT", "0.00"), ("rSPV", "23.00")],
        [("rZPV", "0.00"), ("rZPV", "23.00")],
        [("rMAR", "23.00")],
    ]
