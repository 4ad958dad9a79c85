"""The margin scheme: each file that knows the margin has it and its tax right to the grosz."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.exports.formats.margins import Margin, margins
from services.exports.formats.registry import FORMATS
from shared.contracts.document import Document, Position
from tests.exports.formats import epp_reader, records_reader, symfonia_reader
from tests.exports.formats.documents import (
    Told,
    a_run,
    document,
    margin_row,
    margin_sale,
    vat_sum,
)

RATES = ["23", "22", "8", "7", "5"]
V7_FIELDS = {
    "23": ("K_19", "K_20"), "22": ("K_19", "K_20"), "8": ("K_17", "K_18"),
    "7": ("K_17", "K_18"), "5": ("K_15", "K_16"),
}  # fmt: skip


@st.composite
def rows(draw: st.DrawFn, *, before: bool = False) -> Position:
    """A row whose value is its price times its quantity, to the grosz."""
    quantity = draw(st.integers(1, 20))
    price = Decimal(draw(st.integers(0, 10**7))).scaleb(-2)
    cost = Decimal(draw(st.integers(0, 10**9))).scaleb(-4)
    return margin_row(
        f"{price * quantity:.2f}",
        f"{cost:f}",
        quantity=str(quantity),
        unit_gross=f"{price:f}",
        margin_rate=draw(st.sampled_from([*RATES, None])),
        before=before,
    )


@st.composite
def margin_sales(draw: st.DrawFn, *, corrections: bool = False) -> Document:
    found = draw(st.lists(rows(before=False), min_size=1, max_size=5))
    if corrections and draw(st.booleans()):
        found += draw(st.lists(rows(before=True), min_size=1, max_size=3))
    kind = "correction" if any(row["before"] for row in found) else "vat_margin"
    corrected = [{"number": "FM 1", "issue_date": "2026-10-01", "ksef_number": None}]
    return margin_sale(*found, kind=kind, corrected=corrected, number="FM 2/10/2026")


def half_up(value: Fraction) -> int:
    whole = floor(abs(value) + Fraction(1, 2))
    return whole if value >= 0 else -whole


def expected(positions: Sequence[Position]) -> dict[str, tuple[Decimal, Decimal]]:
    """Net and tax of the margin by rate, worked out with fractions from the act's own words."""
    earned: dict[str, int] = {}
    for row in positions:
        cost = half_up(Fraction(row["purchase_price"] or 0) * Fraction(row["quantity"] or 1) * 100)
        margin = max(0, int(Fraction(row["gross"] or 0) * 100) - cost)
        rate = row["margin_rate"] or "23"
        earned[rate] = earned.get(rate, 0) + (-margin if row["before"] else margin)
    taxes = {
        rate: half_up(Fraction(each * int(rate), 100 + int(rate))) for rate, each in earned.items()
    }
    return {
        rate: (Decimal(earned[rate] - tax).scaleb(-2), Decimal(tax).scaleb(-2))
        for rate, tax in taxes.items()
    }


def total(amounts: dict[str, tuple[Decimal, Decimal]], place: int) -> Decimal:
    return sum((each[place] for each in amounts.values()), Decimal(0))


def register(*documents: Document, told: Told | None = None) -> list[dict[str, str]]:
    run = a_run(*documents, told=told, options={"decimal": "dot"})
    text = b"".join(FORMATS["vat_register_csv"].write(run)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";", strict=True))


@settings(max_examples=80, deadline=None)
@given(margin_sales(corrections=True))
def test_the_register_has_each_margin_and_its_tax(sale: Document) -> None:
    told = Told()

    found = register(sale, told=told)

    known = {
        row["StawkaMarzy"]: (Decimal(row["NettoMarzyPLN"]), Decimal(row["VATMarzyPLN"]))
        for row in found
    }
    assert known == expected(sale["positions"])
    assert sum(Decimal(row["Brutto"] or 0) for row in found) == Decimal(sale["gross"])
    for row in found:
        assert row["PolaJPK_V7"].split("/")[-2:] == list(V7_FIELDS[row["StawkaMarzy"]])
    assert told == []


@settings(max_examples=80, deadline=None)
@given(margin_sales(corrections=True))
def test_jpk_v7_has_the_margins_in_the_fields_of_their_rates(sale: Document) -> None:
    told = Told()

    file = records_reader.read(sale, told=told)

    (row,) = file.sales
    for place in (0, 1):
        fields: dict[str, Decimal] = {}
        for rate, amounts in expected(sale["positions"]).items():
            name = V7_FIELDS[rate][place]
            fields[name] = fields.get(name, Decimal(0)) + amounts[place]
        assert {name: Decimal(row[name]) for name in fields} == fields
    assert Decimal(row["SprzedazVAT_Marza"]) == Decimal(sale["gross"])
    assert (row["MR_UZ"], told) == ("1", [])
    tax = total(expected(sale["positions"]), 1)
    assert Decimal(file.sales_control["PodatekNalezny"]) == tax


@settings(max_examples=80, deadline=None)
@given(margin_sales())
def test_edi_is_read_back_with_margin_tax_and_price_of_purchase(sale: Document) -> None:
    found = epp_reader.only(sale)

    known = {
        record[0]: (Decimal(record[14]), Decimal(record[15]), Decimal(record[16]))
        for record in found.records
    }
    worked_out = expected(sale["positions"])
    assert known == {rate: (net, tax, net + tax) for rate, (net, tax) in worked_out.items()}
    bought = [
        half_up(Fraction(row["purchase_price"] or 0) * Fraction(row["quantity"] or 1) * 100)
        for row in sale["positions"]
    ]
    assert found.total(18) == Decimal(sum(bought)).scaleb(-2)
    assert [found.amount(field) for field in (28, 29, 30)] == [found.total(n) for n in (3, 4, 5)]
    assert (found.field(1), found.amount(30)) == ("FM", Decimal(sale["gross"]))
    assert found.amount(29) == total(worked_out, 1)
    assert found.field(25) == str(len(found.records))


@settings(max_examples=80, deadline=None)
@given(margin_sales(corrections=True))
def test_symfonia_books_the_tax_on_the_margin_as_vat(sale: Document) -> None:
    told = Told()

    found = symfonia_reader.only(sale, told=told)

    tax = total(expected(sale["positions"]), 1)
    lines = {each.fields["konto"]: Decimal(each.fields["kwota"]) for each in found.all("Zapis")}
    assert found.side("WN") == found.side("MA") == Decimal(sale["gross"])
    assert lines["700-1"] == Decimal(sale["gross"]) - tax
    assert lines.get("221-1", Decimal(0)) == tax
    registered = {
        each.fields["stawka"].removesuffix(".00"): (
            Decimal(each.fields["netto"]),
            Decimal(each.fields["vat"]),
        )
        for each in found.all("Rejestr")
    }
    assert registered == expected(sale["positions"])
    assert (found.fields["JPK_V7"], told) == ("MR_UZ", [])


def test_another_currency_is_taxed_in_pln_and_told_as_it_is() -> None:
    sale = margin_sale(margin_row("100.00", "38.50"), currency="EUR", exchange_rate="4.0000")

    (row,), found = register(sale), epp_reader.only(sale)

    assert (row["NettoMarzyPLN"], row["VATMarzyPLN"]) == ("200.00", "46.00")
    assert [found.total(field) for field in (15, 16, 17, 18)] == [
        Decimal(each) for each in ("50.00", "11.50", "61.50", "38.50")
    ]


def test_goods_that_come_back_take_their_margin_back() -> None:
    back = margin_sale(
        margin_row("-200.00", "38.50", quantity="-2", unit_gross="100.00"), kind="correction"
    )

    assert margins(back, None) == [Margin("23", -20000, -7700, -10000, -2300)]


UNTOLD = pytest.mark.parametrize(
    "sale",
    [
        margin_sale(margin_row("500.00", "254.00"), margin_row("10.00", None, no=2), number="X"),
        margin_sale(margin_row("-500.00", "254.00"), number="X"),
        margin_sale(margin_row("500.00", "254.00"), number="X")
        | {"vat_summary": [vat_sum("margin", "501.00")], "gross": "501.00"},
        margin_sale(number="X") | {"vat_summary": [vat_sum("margin", "1.00")], "gross": "1.00"},
    ],
    ids=["one has no price", "less for more", "rows are not the sum", "no rows"],
)


@UNTOLD
@pytest.mark.parametrize("name", ["vat_register_csv", "vat_register_xlsx", "jpk_v7m_3"])
def test_a_margin_that_the_rows_do_not_tell_is_missing_and_told(name: str, sale: Document) -> None:
    told = Told()

    assert b"".join(FORMATS[name].write(a_run(sale, told=told)))

    assert [(each.code, each.document) for each in told] == [("incomplete_document", "X")]


@UNTOLD
def test_symfonia_books_all_as_revenue_where_the_margin_is_not_told(sale: Document) -> None:
    told = Told()

    found = symfonia_reader.only(sale, told=told)

    lines = {each.fields["konto"]: each.fields["kwota"] for each in found.all("Zapis")}
    assert lines == {"200-k": sale["gross"], "700-1": sale["gross"]}
    assert told.codes == {"incomplete_document", "rate_not_carried"}


@UNTOLD
@pytest.mark.parametrize("name", ["edi_epp", "jpk_pkpir_3", "jpk_ewp_4"])
def test_what_demands_the_margin_leaves_such_a_sale_out(name: str, sale: Document) -> None:
    problem = FORMATS[name].unsuited(sale)

    assert problem is not None
    assert (problem.code, problem.document) == ("unsupported_document", "X")


@pytest.mark.parametrize(
    "refused",
    [
        margin_sale(margin_row("9.00", "5.00"), kind="correction"),
        margin_sale(margin_row("9.00", "5.00"))
        | {"vat_summary": [vat_sum("23", "1.00"), vat_sum("margin", "9.00")]},
        document(vat_sum("margin", "9.00"), margin="used_goods", income=False),
    ],
    ids=["a correction", "partly", "a purchase"],
)
def test_edi_has_no_type_for_some_documents_of_the_margin_scheme(refused: Document) -> None:
    problem = FORMATS["edi_epp"].unsuited(refused)

    assert problem is not None
    assert problem.text.startswith("EDI++ takes a sale that is wholly under the margin scheme")
