"""JPK_PKPIR(3) and JPK_EWP(4): valid, right in their sums, open about what is no revenue yet."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from services.exports.formats.jpk import codes
from services.exports.formats.registry import FORMATS
from services.exports.formats.run import Account, Period
from services.exports.formats.vat import sums_in_pln
from shared.contracts.document import Document
from tests.exports.formats.any_documents import any_documents
from tests.exports.formats.books_reader import XSDS, book, read
from tests.exports.formats.documents import COMPANY, Told, a_run, document, party, position, vat_sum
from tests.exports.formats.golden import SETTINGS, golden_documents
from tests.exports.formats.schemas import listed

PKPIR, EWP = "jpk_pkpir_3", "jpk_ewp_4"
BOTH = pytest.mark.parametrize("name", [PKPIR, EWP])
ROWS = {PKPIR: "PKPIRWiersz", EWP: "EWPWiersz"}
CONTROLS = {PKPIR: "PKPIRCtrl", EWP: "EWPCtrl"}
REVENUE = {PKPIR: "K_9", EWP: "K_8"}
NUMBER = {PKPIR: "K_3A", EWP: "K_4"}


def revenue(documents: list[Document]) -> Decimal:
    net = [each.net for one in documents if one["income"] for each in sums_in_pln(one) or []]
    return Decimal(sum(net)) / 100


@BOTH
@settings(max_examples=60, deadline=None)
@given(any_documents())
def test_any_documents_give_a_valid_book_whose_sums_are_right(
    name: str, documents: list[Document]
) -> None:
    told = Told()
    suited = [each for each in documents if FORMATS[name].unsuited(each) is None]

    file = read(name, *documents, told=told)

    left_out = {each["number"] for each in documents} - {each["number"] for each in suited}
    assert set(told.numbers("unsupported_document")) == left_out
    if file is None:
        assert not suited
        assert "no_documents" in told.codes
        return
    rows, control = file.rows(ROWS[name]), file.row(CONTROLS[name])
    assert [row[NUMBER[name]] for row in rows] == [each["number"] for each in suited]
    assert control["LiczbaWierszy"] == str(len(rows))
    assert Decimal(control["SumaPrzychodow"]) == file.total(ROWS[name], REVENUE[name])
    assert Decimal(control["SumaPrzychodow"]) == revenue(suited)


@settings(max_examples=40, deadline=None)
@given(any_documents())
def test_the_income_of_the_year_is_that_of_the_rows_and_the_stocktakings(
    documents: list[Document],
) -> None:
    file = read(PKPIR, *documents)
    if file is None:
        return

    info = {name: Decimal(value) for name, value in file.row("PKPIRInfo").items()}
    costs = sum(file.total("PKPIRWiersz", name) for name in ("K_10", "K_11", "K_14"))
    assert info["P_3"] == info["P_1"] + costs - info["P_2"]
    assert info["P_4"] == file.total("PKPIRWiersz", "K_9") - info["P_3"]
    for row in file.rows("PKPIRWiersz"):
        if "K_9" in row:
            assert Decimal(row["K_9"]) == Decimal(row.get("K_7", "0")) + Decimal(
                row.get("K_8", "0")
            )


@pytest.mark.parametrize(
    ("category", "given", "columns"),
    [
        (None, {}, {"K_13": "100.00", "K_14": "100.00"}),
        ("towar", {}, {"K_10": "100.00"}),
        (None, {"cost_column": "K_11"}, {"K_11": "100.00"}),
        (None, {"cost_value": "gross"}, {"K_13": "123.00", "K_14": "123.00"}),
    ],
)
def test_a_cost_stands_in_the_column_that_the_settings_name(
    category: str | None, given: dict[str, Any], columns: dict[str, str]
) -> None:
    file = book(PKPIR, document(income=False, category=category), settings=given)

    row = file.row("PKPIRWiersz")
    amounts = [f"K_{place}" for place in range(7, 16)]
    assert {name: value for name, value in row.items() if name in amounts} == columns


def test_other_revenue_has_its_own_column() -> None:
    given = {"income_columns_by_category": {"odsetki": "K_8"}}

    row = book(PKPIR, document(category="odsetki"), settings=given).row("PKPIRWiersz")

    assert (row["K_8"], row["K_9"], "K_7" in row) == ("100.00", "100.00", False)


def test_a_row_says_who_when_and_what() -> None:
    row = book(
        PKPIR,
        document(description="Remont dachu", ksef_number="5260001246-20261005-0123456789AB-CD"),
    ).row("PKPIRWiersz")

    assert row["K_2"] == "2026-10-05"
    assert row["K_3B"] == "5260001246-20261005-0123456789AB-CD"
    assert (row["K_4A"], row["K_4B"]) == ("PL", "5252248481")
    assert (row["K_5A"], row["K_6"]) == ("Zażółć Gęślą Jaźń S.A.", "Remont dachu")


def test_a_party_without_name_and_address_is_the_word_for_none_and_told() -> None:
    told = Told()
    nobody = party(name="", address=" ", tax_no=None, tax_no_kind="none")

    row = book(PKPIR, document(buyer=nobody), told=told).row("PKPIRWiersz")

    assert (row["K_5A"], row["K_5B"], "K_4B" in row) == ("brak", "brak", False)
    assert [each.facts for each in told] == [{"fields": "name, address"}]


def test_revenue_has_the_rate_of_its_category_or_the_common_one() -> None:
    file = book(EWP, document(category="usługi"), document(number="B"))

    assert [row["K_9"] for row in file.rows("EWPWiersz")] == ["12", "8.5"]


@BOTH
def test_a_document_counts_on_the_day_booked_for_income_tax(name: str) -> None:
    file = book(name, document(income_tax_date="2026-10-30", sale_date="2026-10-01"))

    assert file.row(ROWS[name])["K_2" if name == PKPIR else "K_3"] == "2026-10-30"


@BOTH
def test_a_final_invoice_is_told_to_hold_only_what_is_left(name: str) -> None:
    told = Told()

    book(name, document(kind="final", advances=["ZAL 1"]), told=told)

    assert [(each.code, each.facts) for each in told] == [
        ("incomplete_document", {"fields": "advances"})
    ]


@BOTH
def test_a_sale_under_the_margin_scheme_is_revenue_without_the_tax_on_the_margin(
    name: str,
) -> None:
    row = position(
        vat_rate="margin", unit_net=None, net="500.00", vat="0.00", gross="500.00",
        purchase_price="254.00",
    )  # fmt: skip

    file = book(name, document(vat_sum("margin", "500.00"), margin="used_goods", positions=[row]))

    assert "454.00" in file.rows(ROWS[name])[0].values()


@BOTH
@pytest.mark.parametrize(
    "refused",
    [
        document(kind="advance", number="X"),
        document(kind="proforma", number="X"),
        document(vat_sum("margin", "1.00"), number="X"),
        document(currency="EUR", number="X"),
        document(income_tax_date="2026-11-01", number="X"),
    ],
)
def test_what_is_no_revenue_of_the_period_is_left_out_and_told(
    name: str, refused: Document
) -> None:
    told = Told()

    file = book(name, document(number="GOOD"), refused, told=told)

    assert [row[NUMBER[name]] for row in file.rows(ROWS[name])] == ["GOOD"]
    assert told.numbers("unsupported_document") == ["X"]


def test_a_record_of_revenues_holds_no_cost() -> None:
    told = Told()

    assert read(EWP, document(income=False, number="X"), told=told) is None
    assert told.numbers("unsupported_document") == ["X"]


@BOTH
def test_no_document_gives_no_file_and_says_so(name: str) -> None:
    told = Told()

    assert read(name, told=told) is None
    assert told.codes == {"no_documents"}
    assert not FORMATS[name].empty


@BOTH
def test_what_the_settings_and_the_company_lack_is_named(name: str) -> None:
    bare = Account("probna", COMPANY | {"tax_office_code": None})
    needed = {PKPIR: ["opening_stock", "closing_stock", "cost_column"], EWP: ["rate"]}

    run = a_run(account=bare, settings={})

    assert FORMATS[name].missing_settings(run) == ["tax_office_code", *needed[name]]


def test_sales_alone_need_no_column_of_costs() -> None:
    given = {"opening_stock": "0.00", "closing_stock": "0.00"}

    assert FORMATS[PKPIR].obstacles(a_run(settings=given, direction="sale")) == []


def test_a_book_of_two_tax_years_gets_no_file() -> None:
    period = Period(date(2026, 12, 1), date(2027, 1, 31))

    problems = FORMATS[PKPIR].obstacles(a_run(settings=SETTINGS[PKPIR], period=period))

    assert [problem.code for problem in problems] == ["unsupported_period"]


@BOTH
def test_a_person_may_keep_the_book(name: str) -> None:
    person = {
        "taxpayer": "person",
        "first_name": "Próbny",
        "last_name": "Podatnik",
        "birth_date": "1980-01-31",
    }

    file = book(name, document(), settings=person)

    assert file.row("OsobaFizyczna")["Nazwisko"] == "Podatnik"


@BOTH
def test_the_documents_are_read_once(name: str) -> None:
    passes = iter([[document()]])

    file = b"".join(
        FORMATS[name].write(a_run(documents=lambda: iter(next(passes)), settings=SETTINGS[name]))
    )

    assert file.count(b"<K_1>1</K_1>") == 1


@BOTH
def test_the_same_run_gives_the_same_bytes(name: str) -> None:
    run = a_run(*golden_documents(), settings=SETTINGS[name])

    assert b"".join(FORMATS[name].write(run)) == b"".join(FORMATS[name].write(run))


def test_the_closed_lists_are_those_of_the_schema() -> None:
    assert listed("JPK_EWP_4/KodyKrajow_v10-0E.xsd", "TKodKraju") == codes.LATER_COUNTRIES
    assert listed("JPK_EWP_4/KodyUrzedowSkarbowych_v8-0E.xsd", "TKodUS") == codes.TAX_OFFICES
    rates = FORMATS[EWP].settings["properties"]["rate"]["enum"]
    assert set(rates) == listed(XSDS[EWP], "TStawkaPodatku")
