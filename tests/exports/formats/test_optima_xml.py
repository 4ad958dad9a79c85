"""Optima's offline XML: both registers, rate by rate, with payments that go the right way."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings

from services.exports.formats.optima_xml import FORMAT
from services.exports.formats.vat import RATES, sums_in_pln
from shared.contracts.document import Document
from tests.exports.formats.any_documents import any_documents
from tests.exports.formats.documents import Told, a_run, document, party, position, vat_sum
from tests.exports.formats.golden import SETTINGS, golden_documents
from tests.exports.formats.optima_reader import parse, read

SAMPLE = Path(__file__).parents[4] / "shared/formats/samples/optima/rejestr_sprzedazy_offline.xml"


@settings(max_examples=80, deadline=None)
@given(any_documents())
def test_any_documents_are_read_back_rate_by_rate(documents: list[Document]) -> None:
    told = Told()
    suited = [each for each in documents if FORMAT.unsuited(each) is None]

    file = read(*documents, told=told)

    left_out = {each["number"] for each in documents} - {each["number"] for each in suited}
    assert set(told.numbers("unsupported_document")) == left_out
    sales = [each for each in suited if each["income"]]
    costs = [each for each in suited if not each["income"]]
    assert len(file.sales) == len(sales)
    assert len(file.purchases) == len(costs)
    for found, each in zip((*file.sales, *file.purchases), (*sales, *costs), strict=True):
        assert found.fields["NUMER"] == each["number"]
        rows = each["vat_summary"]
        assert [(row["STAWKA_VAT"], row["STATUS_VAT"]) for row in found.rows] == [
            RATES[row["rate"]].optima for row in rows
        ]
        assert [(row["NETTO"], row["VAT"]) for row in found.rows] == [
            (row["net"], row["vat"]) for row in rows
        ]
        known = sums_in_pln(each) or []
        assert found.total("NETTO_SYS") * 100 == sum(row.net for row in known)
        assert found.total("VAT_SYS") * 100 == sum(row.vat for row in known)
        signed = [
            Decimal(payment["KWOTA_PLAT"]) * (1 if payment["KIERUNEK"] == "przychód" else -1)
            for payment in found.payments
        ]
        gross = found.total("NETTO") + found.total("VAT")
        assert sum(signed) == (gross if each["income"] else -gross)


def test_the_sample_of_the_format_is_read_by_the_same_reader() -> None:
    if not SAMPLE.exists():
        pytest.skip(f"{SAMPLE} is not there")

    (found,) = parse(SAMPLE.read_bytes()).sales

    assert found.fields["NUMER"] == "FV/1/10/2026"
    assert found.total("NETTO") == Decimal("110.00")


def test_a_sale_stands_in_the_register_that_the_settings_name() -> None:
    (found,) = read(document(), sales_register="KRAJOWA", sale_kind="towary").sales

    assert found.fields["REJESTR"] == "KRAJOWA"
    assert found.fields["TYP"] == "Rejestr sprzedaży"
    assert found.fields["ID_ZRODLA"] == "019AB3F0-7D5C-7CC2-9F5E-3D2A1B4C5D6E"
    assert found.rows[0]["RODZAJ_SPRZEDAZY"] == "towary"
    assert found.rows[0]["KOLUMNA_KPR"] == "Sprzedaż"
    assert found.fields["PODMIOT"] == found.payments[0]["PLATNOSC_PODMIOT"] == "5252248481"


def test_a_purchase_has_the_days_it_was_made_and_came() -> None:
    (found,) = read(
        document(income=False, receipt_date="2026-10-09"), deductions="warunkowo"
    ).purchases

    assert found.fields["DATA_ZAKUPU"] == "2026-10-05"
    assert found.fields["DATA_WPLYWU"] == "2026-10-09"
    assert found.fields["DEKLARACJA_VAT7"] == "2026-10"
    assert found.rows[0]["ODLICZENIA_VAT"] == "warunkowo"
    assert "KOLUMNA_KPR" not in found.rows[0]
    assert found.payments[0]["KIERUNEK"] == "rozchód"


def test_a_correction_that_takes_away_is_paid_the_other_way() -> None:
    told = Told()
    corrected = [{"number": "FV 7", "issue_date": "2026-09-07", "ksef_number": None}]

    (found,) = read(
        document(
            vat_sum("23", "-10.00"), kind="correction", corrected=corrected, correction_reason="r"
        ),
        told=told,
    ).sales

    assert (found.fields["KOREKTA"], found.fields["KOREKTA_NUMER"]) == ("Tak", "FV 7")
    assert found.rows[0]["NETTO"] == "-10.00"
    assert (found.payments[0]["KIERUNEK"], found.payments[0]["KWOTA_PLAT"]) == ("rozchód", "12.30")
    assert [(each.code, each.facts) for each in told] == [
        ("field_not_carried", {"fields": "correction_reason"})
    ]


def test_a_correction_of_nothing_has_no_payment() -> None:
    (found,) = read(
        document(vat_sum("23", "0.00"), kind="correction", corrected=[{"number": "FV 7"}])
    ).sales

    assert found.payments == []


def test_another_currency_stands_beside_pln() -> None:
    (found,) = read(
        document(vat_sum("23", "10.00", vat_pln="9.99"), currency="EUR", exchange_rate="4.2345")
    ).sales

    assert found.fields["WALUTA"] == "EUR"
    assert found.fields["NOTOWANIE_WALUTY_ILE"] == "4.2345"
    assert (found.rows[0]["NETTO"], found.rows[0]["NETTO_SYS"]) == ("10.00", "42.35")
    assert (found.rows[0]["VAT"], found.rows[0]["VAT_SYS"]) == ("2.30", "9.99")
    assert found.payments[0]["KWOTA_PLN_PLAT"] == "52.08"


@pytest.mark.parametrize(
    ("sale", "name", "union"),
    [
        (document(), "nie", "Nie"),
        (document(vat_sum("0 WDT", "1.00")), "wewnątrzunijny", "Tak"),
        (document(vat_sum("0 EX", "1.00")), "pozaunijny", "Nie"),
        (document(vat_sum("oo", "1.00")), "podatnikiem jest nabywca", "Nie"),
        (document(vat_sum("np I", "1.00")), "poza terytorium kraju", "Nie"),
        (document(vat_sum("np II", "1.00")), "poza terytorium kraju", "Tak"),
    ],
)
def test_a_transaction_has_the_name_that_optima_gives_it(
    sale: Document, name: str, union: str
) -> None:
    (found,) = read(sale).sales

    assert (found.fields["EKSPORT"], found.fields["DEKLARACJA_VATUE"]) == (name, union)


def test_codes_and_marks_are_carried() -> None:
    (found,) = read(
        document(
            positions=[position(gtu="GTU_12")],
            procedures=["TP"],
            split_payment=True,
            ksef_number="5260001246-20261005-0123456789AB-CD",
            category="usługi",
        )
    ).sales

    assert found.codes == ["GTU_12", "TP"]
    assert found.fields["MPP"] == "Tak"
    assert found.fields["NR_KSEF"] == "5260001246-20261005-0123456789AB-CD"
    assert found.fields["KATEGORIA"] == found.rows[0]["KATEGORIA_POS"] == "usługi"


def test_a_long_name_is_broken_between_words() -> None:
    told = Told()
    name = "Przedsiębiorstwo Produkcyjno-Usługowo-Handlowe Zażółć Gęślą Jaźń Spółka Komandytowa"

    (found,) = read(document(buyer=party(name=name)), told=told).sales

    parts = [found.fields[f"NAZWA{place}"] for place in (1, 2)]
    assert " ".join(parts) == name
    assert "NAZWA3" not in found.fields
    assert told == []


def test_a_name_that_is_too_long_is_cut_and_told() -> None:
    told = Told()

    (found,) = read(document(buyer=party(name="&" * 200)), told=told).sales

    assert "".join(found.fields[f"NAZWA{place}"] for place in (1, 2, 3)) == "&" * 150
    assert told.codes == {"text_shortened"}


def test_a_buyer_without_a_number_is_a_consumer() -> None:
    (found,) = read(document(buyer=party(tax_no=None, tax_no_kind="none"))).sales

    assert (found.fields["FINALNY"], found.fields["PODATNIK_CZYNNY"]) == ("Tak", "Nie")
    assert found.fields["PODMIOT"].startswith("BN-")


@pytest.mark.parametrize(
    "refused",
    [
        document(kind="proforma", number="X"),
        document(vat_sum("margin", "1.00"), number="X"),
        document(currency="EUR", number="X"),
        document(vat_sum("19", "1.00"), number="X"),
    ],
)
def test_what_can_not_be_carried_is_left_out_and_told(refused: Document) -> None:
    told = Told()

    file = read(document(number="GOOD"), refused, told=told)

    assert [found.fields["NUMER"] for found in file.sales] == ["GOOD"]
    assert told.numbers("unsupported_document") == ["X"]


def test_a_total_that_is_not_the_sum_of_the_rates_is_told() -> None:
    told = Told()

    read(document(vat_sum("23", "100.00"), gross="124.00"), told=told)

    assert told.codes == {"sums_differ"}


def test_the_marks_of_both_bases_are_asked_for() -> None:
    assert FORMAT.missing_settings(a_run(settings={})) == ["source_id", "target_id"]
    assert FORMAT.obstacles(a_run(settings=SETTINGS["optima_xml"])) == []


def test_no_document_gives_empty_registers() -> None:
    file = read()

    assert file.sales == file.purchases == []


def test_the_same_run_gives_the_same_bytes() -> None:
    run = a_run(*golden_documents(), settings=SETTINGS["optima_xml"])

    assert b"".join(FORMAT.write(run)) == b"".join(FORMAT.write(run))
