"""JPK_V7(3): valid by both schemas, its control sums those of the annotations, nothing unsaid."""

from decimal import Decimal

import pytest
from hypothesis import given, settings

from services.exports.formats.jpk import codes
from services.exports.formats.jpk_v7.suits import unsuited
from services.exports.formats.registry import FORMATS
from shared.contracts.document import Document
from tests.exports.formats.any_documents import any_documents
from tests.exports.formats.documents import Told, a_run, document, margin_row, party, vat_sum
from tests.exports.formats.golden import golden_documents
from tests.exports.formats.records_reader import DEDUCTED, DUE, XSDS, read, total
from tests.exports.formats.schemas import listed

BOTH = pytest.mark.parametrize("name", XSDS)


@BOTH
@settings(max_examples=60, deadline=None)
@given(any_documents())
def test_any_documents_give_valid_records_whose_control_sums_are_right(
    name: str, documents: list[Document]
) -> None:
    told = Told()
    suited = [each for each in documents if unsuited(each) is None]

    file = read(*documents, told=told, name=name)

    left_out = {each["number"] for each in documents} - {each["number"] for each in suited}
    assert set(told.numbers("unsupported_document")) == left_out
    assert [row["DowodSprzedazy"] for row in file.sales] == [
        each["number"] for each in suited if each["income"]
    ]
    assert [row["DowodZakupu"] for row in file.purchases] == [
        each["number"] for each in suited if not each["income"]
    ]
    counted = [row for row in file.sales if row.get("TypDokumentu") != "FP"]
    assert file.sales_control["LiczbaWierszySprzedazy"] == str(len(file.sales))
    assert Decimal(file.sales_control["PodatekNalezny"]) == total(counted, DUE)
    assert file.purchases_control["LiczbaWierszyZakupow"] == str(len(file.purchases))
    assert Decimal(file.purchases_control["PodatekNaliczony"]) == total(file.purchases, DEDUCTED)


@settings(max_examples=60, deadline=None)
@given(any_documents())
def test_the_tax_of_the_rates_in_pln_is_the_tax_of_the_records(documents: list[Document]) -> None:
    domestic = [
        each
        for each in documents
        if unsuited(each) is None and each["income"] and each["currency"] == "PLN"
    ]

    file = read(*domestic)

    taxed = {"23", "22", "8", "7", "5"}
    vat = [
        Decimal(row["vat"])
        for each in domestic
        for row in each["vat_summary"]
        if row["rate"] in taxed
    ]
    assert total(file.sales, DUE) == sum(vat, Decimal(0))


def test_each_rate_has_its_field() -> None:
    (row,) = read(
        document(
            vat_sum("23", "100.00"),
            vat_sum("22", "10.00"),
            vat_sum("8", "50.00"),
            vat_sum("5", "20.00"),
            vat_sum("0 KR", "1.00"),
            vat_sum("0 WDT", "2.00"),
            vat_sum("0 EX", "4.00"),
            vat_sum("zw", "8.00"),
            vat_sum("np I", "16.00"),
            vat_sum("np II", "32.00"),
        )
    ).sales

    assert {name: value for name, value in row.items() if name.startswith("K_")} == {
        "K_10": "8.00",
        "K_11": "48.00",
        "K_12": "32.00",
        "K_13": "1.00",
        "K_15": "20.00",
        "K_16": "1.00",
        "K_17": "50.00",
        "K_18": "4.00",
        "K_19": "110.00",
        "K_20": "25.20",
        "K_21": "2.00",
        "K_22": "4.00",
    }


def test_a_purchase_has_its_net_and_its_tax_to_deduct() -> None:
    told = Told()
    cost = document(
        vat_sum("23", "100.00"),
        vat_sum("8", "50.00"),
        vat_sum("zw", "7.00") | {"vat": "0.50"},
        income=False,
        receipt_date="2026-10-09",
        cash_method=True,
    )

    file = read(cost, told=told)

    (row,) = file.purchases
    assert (row["K_42"], row["K_43"]) == ("150.00", "27.00")
    assert (row["DataWplywu"], row["DokumentZakupu"]) == ("2026-10-09", "MK")
    assert file.sales == []
    assert [(each.code, each.facts) for each in told] == [("rate_not_carried", {"fields": "zw"})]


@pytest.mark.parametrize(
    ("kind", "net", "tax"),
    [
        ("wnt", "K_23", "K_24"),
        ("import_service", "K_27", "K_28"),
        ("import_service_eu", "K_29", "K_30"),
    ],
)
def test_a_purchase_on_which_the_buyer_owes_the_tax_stands_on_both_sides(
    kind: str, net: str, tax: str
) -> None:
    seller = party(tax_no="094014201", tax_no_kind="eu_vat", country="GR")

    file = read(document(kind=kind, income=False, seller=seller))

    (sale,), (purchase,) = file.sales, file.purchases
    assert (sale[net], sale[tax]) == (purchase["K_42"], purchase["K_43"]) == ("100.00", "23.00")
    assert sale["KodKrajuNadaniaTIN"] == purchase["KodKrajuNadaniaTIN"] == "EL"
    assert file.sales_control["PodatekNalezny"] == "23.00"


def test_goods_from_outside_the_union_are_marked_as_imported() -> None:
    (row,) = read(document(kind="import_products", income=False)).purchases

    assert (row["IMP"], row["DI"]) == ("1", "1")


def test_a_sale_under_the_margin_scheme_shows_its_gross_and_what_it_lacks() -> None:
    told = Told()

    (row,) = read(
        document(vat_sum("margin", "500.00"), kind="vat_margin", margin="travel"), told=told
    ).sales

    assert (row["SprzedazVAT_Marza"], row["MR_T"]) == ("500.00", "1")
    assert [(each.code, each.facts) for each in told] == [
        ("incomplete_document", {"fields": "K_19, K_20 (margin)"})
    ]


def test_the_tax_on_the_margin_is_told_where_the_goods_have_a_purchase_price() -> None:
    told = Told()
    rows = [
        margin_row("500.00", "254.00"),
        margin_row("100.00", "27.50", no=2, quantity="2", margin_rate="8"),
        margin_row("50.00", "80.00", no=3),
    ]

    (row,) = read(
        document(vat_sum("margin", "650.00"), margin="used_goods", positions=rows), told=told
    ).sales

    assert (row["K_19"], row["K_20"]) == ("200.00", "46.00")
    assert (row["K_17"], row["K_18"]) == ("41.67", "3.33")
    assert (row["SprzedazVAT_Marza"], row["MR_UZ"], told) == ("650.00", "1", [])


def test_a_correction_of_a_margin_is_the_difference() -> None:
    rows = [
        margin_row("500.00", "254.00", before=True),
        margin_row("377.00", "254.00"),
    ]

    (row,) = read(
        document(vat_sum("margin", "-123.00"), kind="correction", margin="art", positions=rows)
    ).sales

    assert (row["K_19"], row["K_20"]) == ("-100.00", "-23.00")


def test_another_currency_is_written_in_pln() -> None:
    (row,) = read(
        document(vat_sum("23", "10.00", vat_pln="9.99"), currency="EUR", exchange_rate="4.2345")
    ).sales

    assert (row["K_19"], row["K_20"]) == ("42.35", "9.99")


def test_a_buyer_without_number_or_name_is_the_word_for_none() -> None:
    (row,) = read(document(buyer=party(tax_no=None, tax_no_kind="none", name=" "))).sales

    assert (row["NrKontrahenta"], row["NazwaKontrahenta"]) == ("brak", "brak")
    assert "KodKrajuNadaniaTIN" not in row


@pytest.mark.parametrize(
    "refused",
    [
        document(kind="proforma", number="X"),
        document(number="\x00\ufffe"),
        document(kind="receipt", number="X"),
        document(kind="receipt", income=False, buyer=party(tax_no=None), number="X"),
        document(vat_sum("oo", "1.00"), number="X"),
        document(vat_sum("4", "1.00"), number="X"),
        document(vat_sum("zw", "1.00"), income=False, number="X"),
        document(vat_sum("np I", "1.00"), income=False, kind="wnt", number="X"),
        document(currency="EUR", number="X"),
        document(issue_date="2005-12-31", number="X"),
        document(vat_date="2026-11-02", number="X"),
        document(income=False, receipt_date="2026-11-02", number="X"),
    ],
)
def test_what_the_records_do_not_hold_is_left_out_and_told(refused: Document) -> None:
    told = Told()

    file = read(document(number="GOOD"), refused, told=told)

    assert [row["DowodSprzedazy"] for row in file.sales] == ["GOOD"]
    assert file.purchases == []
    assert told.numbers("unsupported_document") == [refused["number"]]


@BOTH
def test_the_same_run_gives_the_same_bytes(name: str) -> None:
    run = a_run(*golden_documents())

    assert b"".join(FORMATS[name].write(run)) == b"".join(FORMATS[name].write(run))


def test_the_countries_are_those_of_the_schema() -> None:
    path = "JPK_V7M_3/KodyKrajow_v13-0E.xsd"

    assert listed(path, "TKodKraju") - {"GR"} | {"EL"} == codes.RECORD_COUNTRIES
