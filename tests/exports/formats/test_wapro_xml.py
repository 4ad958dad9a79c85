"""WAPRO XML: files of at most 999 documents, each with its own contractors and Clarion days."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings

from services.exports.formats.parties import contractor_code, other_party
from services.exports.formats.vat import RATES, sums_in_pln
from services.exports.formats.wapro_xml import FORMAT
from services.exports.formats.wapro_xml.clarion import clarion
from shared.contracts.document import Document
from tests.exports.formats.any_documents import any_documents
from tests.exports.formats.documents import Told, a_run, document, party, position, vat_sum
from tests.exports.formats.golden import golden_documents
from tests.exports.formats.wapro_reader import only, parse, parts, read

SAMPLE = Path(__file__).parents[4] / "shared/formats/samples/wapro/magik_eksport_4.3.2.xml"


@settings(max_examples=80, deadline=None)
@given(any_documents())
def test_any_documents_are_read_back_rate_by_rate(documents: list[Document]) -> None:
    told = Told()
    suited = [each for each in documents if FORMAT.unsuited(each) is None]

    found = read(*documents, told=told)

    left_out = {each["number"] for each in documents} - {each["number"] for each in suited}
    assert set(told.numbers("unsupported_document")) == left_out
    assert [entry.header["NUMER"] for entry in found] == [each["number"] for each in suited]
    for entry, each in zip(found, suited, strict=True):
        known = sums_in_pln(each) or []
        assert [rate["KOD_VAT"] for rate in entry.rates] == [
            RATES[row["rate"]].wapro for row in each["vat_summary"]
        ]
        assert entry.total("NETTO") * 100 == sum(row.net for row in known)
        assert entry.total("VAT") * 100 == sum(row.vat for row in known)
        assert [(rate["NETTO_WALUTA"], rate["VAT_WALUTA"]) for rate in entry.rates] == [
            (row["net"], row["vat"]) for row in each["vat_summary"]
        ]
        gross = entry.total("NETTO") + entry.total("VAT")
        assert Decimal(entry.header["KW_ROZRACH"]) == gross
        side = "SPRZEDAZY" if each["income"] else "ZAKUPU"
        assert Decimal(entry.header[f"BRUTTO_{side}"]) == gross
        assert entry.day("DATA_WYSTAWIENIA") == each["issue_date"]
        assert entry.contractor["KOD_KONTRAHENTA"] == contractor_code(other_party(each))


def test_the_sample_of_the_format_is_read_by_the_same_reader() -> None:
    if not SAMPLE.exists():
        pytest.skip(f"{SAMPLE} is not there")

    (entry,) = parse(SAMPLE.read_bytes())

    assert entry.day("DATA_WYSTAWIENIA") == "2026-10-05"
    assert entry.total("NETTO") == Decimal("110.00")


def test_clarion_counts_from_the_end_of_1800() -> None:
    assert clarion("2026-10-05") == 82461
    assert clarion("1900-01-01") == 36163


def test_the_thousandth_document_begins_another_file() -> None:
    found = parts(*(document(number=f"FV {place}") for place in range(1000)))

    assert [len(part) for part in found] == [999, 1]
    assert found[1][0].header["NUMER"] == "FV 999"
    assert found[1][0].header["ID_KONTRAHENTA"] == "1"


def test_a_document_has_the_type_that_the_settings_name() -> None:
    corrected = [{"number": "FV 7", "issue_date": None, "ksef_number": None}]
    correction = document(vat_sum("23", "-10.00"), kind="correction", corrected=corrected)

    assert only(document()).header["TYP_DOKUMENTU"] == "FV"
    assert only(document(income=False), purchase_type="FAZ").header["TYP_DOKUMENTU"] == "FAZ"
    entry = only(correction, sale_correction_type="KFS")
    assert entry.header["TYP_DOKUMENTU"] == "KFS"
    assert (entry.header["CZY_DOKUMENT_KOREKTY"], entry.header["NR_DOK_ORYG"]) == ("1", "FV 7")
    assert entry.header["KW_ROZRACH"] == "-12.30"


def test_another_currency_stands_beside_pln() -> None:
    entry = only(
        document(vat_sum("23", "10.00", vat_pln="9.99"), currency="EUR", exchange_rate="4.2345")
    )

    assert (entry.header["SYM_WAL"], entry.header["KURS_WALUTY"]) == ("EUR", "4.2345")
    assert entry.header["NETTO_SPRZEDAZY"] == "42.35"
    assert entry.header["BRUTTO_SPRZEDAZY_WALUTA"] == "12.30"
    assert (entry.header["KW_ROZRACH"], entry.header["KW_ROZRACH_W"]) == ("52.34", "12.30")


def test_marks_and_payment_are_carried() -> None:
    entry = only(
        document(
            positions=[position(gtu="GTU_12")],
            procedures=["TP"],
            split_payment=True,
            ksef_number="5260001246-20261005-0123456789AB-CD",
            bank_account="PL61 1090 1014 0000 0712 1981 2874",
        )
    )

    assert entry.header["RODZAJ_TRANSAKCJI_HANDLOWEJ"] == "GTU_12 TP"
    assert entry.header["PODLEGA_PP"] == "1"
    assert entry.header["KSEF_ID"] == "5260001246-20261005-0123456789AB-CD"
    assert entry.header["NUMER_RACHUNKU"] == "61109010140000071219812874"
    assert (entry.header["FORMA_PLATNOSCI"], entry.header["ID_FORMY_PLAT"]) == ("Przelew", "3")


@pytest.mark.parametrize(("income", "roles"), [(True, ("1", "0")), (False, ("0", "1"))])
def test_a_party_is_customer_or_supplier(income: bool, roles: tuple[str, str]) -> None:
    entry = only(document(income=income))

    assert (entry.contractor["ODBIORCA"], entry.contractor["DOSTAWCA"]) == roles


def test_a_party_that_buys_and_sells_is_both() -> None:
    first, second = read(document(number="A"), document(number="B", income=False))

    assert first.contractor is second.contractor
    assert (first.contractor["ODBIORCA"], first.contractor["DOSTAWCA"]) == ("1", "1")


def test_the_mark_of_a_document_is_the_same_each_time_and_its_own() -> None:
    marks = [
        only(document(id=id_)).header["WYROZNIK"]
        for id_ in (
            "019ab3f0-7d5c-7cc2-9f5e-000000000001",
            "019ab3f0-7d5c-7cc2-9f5e-000000000001",
            "019ab3f0-7d5c-7cc2-9f5e-000000000002",
        )
    ]

    assert marks[0] == marks[1] != marks[2]


def test_long_texts_are_cut_and_what_has_no_field_is_told() -> None:
    told = Told()

    entry = only(
        document(number="9" * 40, buyer=party(name="Ż" * 300), category="paliwo"), told=told
    )

    assert entry.header["NUMER"] == "9" * 30
    assert (len(entry.contractor["NAZWA"]), len(entry.contractor["NAZWA_PELNA"])) == (50, 200)
    assert {each.code: each.facts["fields"] for each in told} == {
        "field_not_carried": "category",
        "text_shortened": "NAZWA_PELNA, NUMER",
    }


@pytest.mark.parametrize(
    "refused",
    [
        document(kind="proforma", number="X"),
        document(vat_sum("margin", "1.00"), number="X"),
        document(vat_sum("oo", "1.00"), number="X"),
        document(currency="EUR", number="X"),
    ],
)
def test_what_can_not_be_carried_is_left_out_and_told(refused: Document) -> None:
    told = Told()

    found = read(document(number="GOOD"), refused, told=told)

    assert [entry.header["NUMER"] for entry in found] == ["GOOD"]
    assert told.numbers("unsupported_document") == ["X"]


def test_a_total_that_is_not_the_sum_of_the_rates_is_told() -> None:
    told = Told()

    read(document(vat_sum("23", "100.00"), gross="124.00"), told=told)

    assert told.codes == {"sums_differ"}


def test_no_document_gives_no_file_and_says_so() -> None:
    told = Told()

    assert parts(told=told) == []
    assert told.codes == {"no_documents"}
    assert not FORMAT.empty


def test_the_same_run_gives_the_same_bytes() -> None:
    run = a_run(*golden_documents(), settings={})

    assert b"".join(FORMAT.write(run)) == b"".join(FORMAT.write(run))
