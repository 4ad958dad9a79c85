"""Symfonia FK: every document balances, and values fit the format's grammar."""

from decimal import Decimal

import pytest
from hypothesis import given, settings

from services.exports.formats.symfonia_fk import FORMAT
from shared.contracts.document import Document
from tests.exports.formats.any_documents import any_documents
from tests.exports.formats.documents import (
    ACCOUNT_MAP,
    Told,
    a_run,
    document,
    party,
    position,
    vat_sum,
)
from tests.exports.formats.golden import golden_documents
from tests.exports.formats.symfonia_reader import only, read


@settings(max_examples=80, deadline=None)
@given(any_documents())
def test_any_documents_balance_and_name_a_contractor_of_the_file(
    documents: list[Document],
) -> None:
    told = Told()

    file = read(*documents, told=told)

    contractors = {each.fields["id"]: each.fields for each in file.all("Kontrahent")}
    assert len(contractors) == len({each["kod"] for each in contractors.values()})
    for each in file.all("Dokument"):
        assert each.side("WN") == each.side("MA") == Decimal(each.fields["kwota"])
        sales = each.fields["obsluguj jak"] == "FVS"
        data = each.one("Dane Nabywcy" if sales else "Dane Sprzedawcy").fields
        assert contractors[data["khid"]]["kod"] == data["khkod"]
    left_out = set(told.numbers("unsupported_document"))
    written = {each.fields["FK nazwa"] for each in file.all("Dokument")}
    assert written == {each["number"] for each in documents} - left_out


@settings(max_examples=60, deadline=None)
@given(any_documents())
def test_the_vat_register_holds_the_sums_of_each_rate_in_pln(documents: list[Document]) -> None:
    in_pln = [each for each in documents if each["currency"] == "PLN"]
    rates = {"oo": "oo", "np I": "np", "np II": "np", "margin": "M"}

    file = read(*in_pln, settings=ACCOUNT_MAP | {"rates": rates})

    expected = {each["number"]: each for each in in_pln if FORMAT.unsuited(each) is None}
    for each in file.all("Dokument"):
        summary = expected[each.fields["FK nazwa"]]["vat_summary"]
        registered = [(row.fields["netto"], row.fields["vat"]) for row in each.all("Rejestr")]
        assert registered == [(row["net"], row["vat"]) for row in summary]


def test_a_sale_is_booked_on_the_accounts_of_the_map() -> None:
    sale = only(document(vat_sum("23", "100.00"), vat_sum("8", "50.00")))

    lines = [
        (each.fields["strona"], each.fields["konto"], each.fields["kwota"])
        for each in sale.all("Zapis")
    ]
    assert lines == [
        ("WN", "200-k", "177.00"),
        ("MA", "700-1", "150.00"),
        ("MA", "221-1", "27.00"),
    ]
    assert [each.fields["stawka"] for each in sale.all("Rejestr")] == ["23.00", "8.00"]
    assert sale.one("Transakcja").fields == {
        "IdDlaRozliczen": "1",
        "termin": "2026-10-19",
        "kwota": "177.00",
    }


def test_a_cost_is_booked_the_other_way_round() -> None:
    cost = only(document(income=False, receipt_date="2026-10-09"))

    lines = [
        (each.fields["strona"], each.fields["konto"], each.fields["kwota"])
        for each in cost.all("Zapis")
    ]
    assert lines == [
        ("MA", "202-k", "123.00"),
        ("WN", "402-1", "100.00"),
        ("WN", "221-2", "23.00"),
    ]
    assert cost.fields["datawpl"] == "2026-10-09"
    assert cost.one("Rejestr").fields["Skrot"] == "rZPV"
    assert cost.one("Rejestr").fields["datarej"] == "2026-10-09"
    assert cost.one("Dane Sprzedawcy").fields["khnip"] == "525-224-84-81"


def test_a_correction_has_its_own_symbol_and_difference_amounts() -> None:
    corrected = [{"number": "FV 7", "issue_date": "2026-09-07", "ksef_number": None}]

    found = only(document(vat_sum("23", "-10.00"), kind="correction", corrected=corrected))

    assert found.fields["symbol FK"] == "FKS"
    assert found.fields["NazwaKor"] == "FV 7"
    assert found.fields["DataKor"] == "2026-09-07"
    assert found.side("WN") == found.side("MA") == Decimal("-12.30")


def test_another_currency_is_booked_in_pln_with_the_amount_beside() -> None:
    abroad = document(
        vat_sum("23", "10.00", vat_pln="9.99"), currency="EUR", exchange_rate="4.2345"
    )

    found = only(abroad)

    assert (found.fields["waluta"], found.fields["kurs"]) == ("EUR", "4.2345")
    assert (found.fields["walnetto"], found.fields["walbrutto"]) == ("10.00", "12.30")
    assert (found.fields["netto"], found.fields["vat"]) == ("42.35", "9.99")
    assert found.fields["kwota"] == "52.34"
    assert found.all("Zapis")[0].fields["wkwota"] == "12.30"


@pytest.mark.parametrize(
    ("changes", "day"),
    [
        ({"vat_date": "2026-11-03"}, "2026-11-03"),
        ({"sale_date": "2026-10-01"}, "2026-10-01"),
        ({"sale_date": None}, "2026-10-05"),
        ({"receipt_date": "2026-10-30"}, "2026-10-05"),
        ({"receipt_date": "2026-11-02", "income": False}, "2026-11-02"),
        ({"vat_date": "2026-12-01", "receipt_date": "2026-11-02", "income": False}, "2026-12-01"),
    ],
)
def test_a_document_is_registered_on_its_day_for_vat(changes: dict[str, str], day: str) -> None:
    row = only(document(**changes)).one("Rejestr")

    assert (row.fields["datarej"], row.fields["okres"]) == (day, f"{day[:7]}-01")


def test_jpk_codes_stand_on_the_document_and_in_the_register() -> None:
    rows = [position(gtu="GTU_12"), position(gtu="GTU_01"), position(gtu="GTU_12")]

    found = only(document(positions=rows, procedures=["TP", "TP"], split_payment=True))

    assert found.fields["JPK_V7"] == "GTU_01, GTU_12, TP"
    assert found.one("Rejestr").fields["JPK_V7"] == "GTU_01, GTU_12, TP"
    assert found.fields["mppFlags"] == "1"


def test_a_rate_without_a_name_is_booked_and_told() -> None:
    told = Told()

    found = only(document(vat_sum("oo", "70.00"), vat_sum("23", "1.00")), told=told)

    assert found.side("WN") == Decimal("71.23")
    assert [each.fields["stawka"] for each in found.all("Rejestr")] == ["23.00"]
    assert [(each.code, each.facts) for each in told] == [("rate_not_carried", {"fields": "oo"})]


def test_a_total_that_is_not_the_sum_of_the_rates_is_told() -> None:
    told = Told()

    found = only(document(vat_sum("23", "100.00"), gross="124.00"), told=told)

    assert found.fields["kwota"] == "123.00"
    assert told[0].code == "sums_differ"
    assert told[0].facts == {"total": "124.00", "booked": "123.00"}


def test_values_stay_on_one_line_and_hold_no_brace() -> None:
    told = Told()
    buyer = party(name="Firma\r\n}\nDokument{")

    found = only(document(buyer=buyer), told=told)

    assert found.one("Dane Nabywcy").fields["khnazwa"] == "Firma ) Dokument("
    assert told.codes == {"characters_replaced"}


def test_letters_outside_the_encoding_are_transliterated_and_told() -> None:
    told = Told()

    found = only(document(buyer=party(name="Київ „€” Łódź")), told=told)

    assert found.one("Dane Nabywcy").fields["khnazwa"] == "Kyjiw „€” Łódź"
    assert told.codes == {"text_transliterated"}


def test_a_number_that_is_too_long_is_cut_and_told() -> None:
    told = Told()

    found = only(document(number="FV/" + "9" * 60), told=told)

    assert found.fields["FK nazwa"] == "FV/" + "9" * 37
    assert told.codes == {"text_shortened"}


@pytest.mark.parametrize(
    "refused",
    [
        document(kind="proforma", number="X"),
        document(kind="wz", number="X"),
        document(number=""),
        document(vat_summary=[], number="X"),
        document(vat_sum("19", "1.00"), number="X"),
        document(currency="EUR", number="X"),
    ],
)
def test_what_can_not_be_booked_is_left_out_and_told(refused: Document) -> None:
    told = Told()

    file = read(document(number="GOOD"), refused, told=told)

    assert [each.fields["FK nazwa"] for each in file.all("Dokument")] == ["GOOD"]
    assert told.numbers("unsupported_document") == [refused["number"]]


def test_no_document_gives_the_firm_alone() -> None:
    file = read()

    assert file.one("INFO").one("Kontrahent").fields["nip"] == "526-000-12-46"
    assert file.all("Dokument") == []


def test_the_same_run_gives_the_same_bytes() -> None:
    run = a_run(*golden_documents())

    first, second = b"".join(FORMAT.write(run)), b"".join(FORMAT.write(run))

    assert first == second


def test_the_documents_are_read_once() -> None:
    passes = iter([[document()]])

    written = b"".join(FORMAT.write(a_run(documents=lambda: iter(next(passes)))))

    assert written == b"".join(FORMAT.write(a_run(document())))


def test_one_line_is_settled_and_the_settlement_names_it() -> None:
    sale = only(document(vat_sum("23", "100.00"), vat_sum("8", "50.00")))

    marks = [(each.fields["IdDlaRozliczen"], each.fields["Pozycja"]) for each in sale.all("Zapis")]
    assert marks == [("1", "0"), ("-1", "0"), ("-1", "0")]
    assert sale.one("Transakcja").fields["IdDlaRozliczen"] == "1"
