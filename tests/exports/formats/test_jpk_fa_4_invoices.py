"""JPK_FA(4): what stands of each invoice, and of its rows."""

import pytest

from services.exports.formats.jpk_fa_4 import FORMAT
from tests.exports.formats.documents import COMPANY, Told, a_run, document, party, position, vat_sum
from tests.exports.formats.jpk_reader import read


def test_rows_from_before_a_correction_have_the_other_sign() -> None:
    correction = document(
        vat_sum("23", "-10.00"),
        kind="correction",
        corrected=[{"number": "FV 7", "issue_date": None, "ksef_number": None}],
        correction_reason="rabat",
        positions=[position(before=True), position(unit_net="90.00", net="90.00")],
    )

    file = read(correction)

    assert file.texts("FakturaWiersz/P_8B") == ["-1", "1"]
    assert file.texts("FakturaWiersz/P_11") == ["-100.00", "90.00"]
    assert file.text("FakturaWierszCtrl/WartoscWierszyFaktur") == "-10.00"
    assert file.text("Faktura/P_13_1") == "-10.00"
    assert file.text("Faktura/RodzajFaktury") == "KOREKTA"
    assert file.text("Faktura/PrzyczynaKorekty") == "rabat"
    assert file.text("Faktura/NrFaKorygowanej") == "FV 7"


def test_a_correction_that_names_no_corrected_number_goes_out_and_is_told() -> None:
    told = Told()

    file = read(document(kind="correction", correction_reason="rabat"), told=told)

    assert file.texts("Faktura/NrFaKorygowanej") == []
    assert told.codes == {"incomplete_document"}


def test_the_positions_of_an_advance_invoice_are_its_order() -> None:
    advance = document(
        vat_sum("23", "100.00"),
        kind="advance",
        positions=[position(net="1000.00", vat="230.00", gross="1230.00")],
    )

    file = read(advance)

    assert file.text("Faktura/RodzajFaktury") == "ZAL"
    assert file.text("Faktura/P_15") == "123.00"
    assert file.text("FakturaWiersz/P_11") == "100.00"
    assert file.text("Zamowienie/WartoscZamowienia") == "1230.00"
    assert file.text("Zamowienie/ZamowienieWiersz/P_11NettoZ") == "1000.00"
    assert file.text("ZamowienieCtrl/LiczbaZamowien") == "1"
    assert file.text("ZamowienieCtrl/WartoscZamowien") == "1230.00"


def test_a_final_invoice_names_its_advances() -> None:
    file = read(document(kind="final", advances=["ZAL 1", "ZAL 2"]))

    assert file.text("Faktura/RodzajFaktury") == "VAT"
    assert file.text("Faktura/NrFaZaliczkowej") == "ZAL 1, ZAL 2"


def test_vat_in_another_currency_stands_in_pln_too() -> None:
    told = Told()
    said = document(vat_sum("23", "10.00", vat_pln="9.99"), currency="EUR", number="A")
    worked_out = document(
        vat_sum("23", "10.00"), currency="EUR", exchange_rate="4.2345", number="B"
    )
    unknown = document(vat_sum("23", "10.00"), currency="EUR", number="C")

    file = read(said, worked_out, unknown, told=told)

    assert file.texts("Faktura/P_14_1") == ["2.30"] * 3
    assert file.texts("Faktura/P_14_1W") == ["9.99", "9.74", "0.00"]
    assert told.numbers("incomplete_document") == ["C"]


@pytest.mark.parametrize(
    ("scheme", "travel", "goods", "words"),
    [
        ("travel", "true", "false", []),
        ("used_goods", "false", "true", ["procedura marży - towary używane"]),
        ("art", "false", "true", ["procedura marży - dzieła sztuki"]),
    ],
)
def test_an_invoice_under_a_margin_scheme_shows_no_net(
    scheme: str, travel: str, goods: str, words: list[str]
) -> None:
    file = read(document(vat_sum("margin", "500.00"), kind="vat_margin", margin=scheme))

    assert file.root.xpath("//*[starts-with(local-name(), 'P_13_')]") == []
    assert file.text("Faktura/P_106E_2") == travel
    assert file.text("Faktura/P_106E_3") == goods
    assert file.texts("Faktura/P_106E_3A") == words
    assert file.texts("FakturaWiersz/P_11") == []
    assert file.text("FakturaWiersz/P_11A") == "500.00"
    assert file.text("FakturaWierszCtrl/WartoscWierszyFaktur") == "0.00"


def test_reverse_charge_shows_vat_of_nothing() -> None:
    file = read(document(vat_sum("oo", "70.00")))

    assert file.text("Faktura/P_13_4") == "70.00"
    assert file.text("Faktura/P_14_4") == "0.00"
    assert file.text("Faktura/P_18") == "true"
    assert file.text("FakturaWiersz/P_12") == "oo"


def test_rates_of_one_group_are_added_up() -> None:
    file = read(document(vat_sum("23", "100.00"), vat_sum("22", "-10.00")))

    assert file.text("Faktura/P_13_1") == "90.00"
    assert file.text("Faktura/P_14_1") == "20.80"


def test_zero_rates_and_what_is_outside_the_country_have_their_own_sums() -> None:
    file = read(
        document(
            vat_sum("0 KR", "1.00"),
            vat_sum("0 WDT", "2.00"),
            vat_sum("0 EX", "4.00"),
            vat_sum("np I", "8.00"),
            vat_sum("np II", "16.00"),
            vat_sum("zw", "32.00"),
        )
    )

    assert file.text("Faktura/P_13_6") == "7.00"
    assert file.text("Faktura/P_13_5") == "24.00"
    assert file.text("Faktura/P_13_7") == "32.00"
    assert file.texts("FakturaWiersz/P_12") == ["0", "0", "0", "np", "np", "zw"]


@pytest.mark.parametrize(
    ("basis", "field"),
    [("art. 43 ust. 1 pkt 19", "P_19A"), ("art. 132 dyrektywy 2006/112/WE", "P_19B")],
)
def test_an_exemption_names_its_provision(basis: str, field: str) -> None:
    file = read(document(vat_sum("zw", "80.00"), exempt_basis=basis))

    assert file.text("Faktura/P_19") == "true"
    assert file.text(f"Faktura/{field}") == basis


def test_an_exemption_without_a_provision_is_told() -> None:
    told = Told()

    file = read(document(vat_sum("zw", "80.00")), told=told)

    assert file.text("Faktura/P_19") == "true"
    assert told.codes == {"incomplete_document"}


def test_a_greek_buyer_has_the_prefix_el_and_the_seller_pl() -> None:
    buyer = party(tax_no="094014201", tax_no_kind="eu_vat", country="GR")

    file = read(document(vat_sum("0 WDT", "80.00"), buyer=buyer))

    assert file.text("Faktura/P_5A") == "EL"
    assert file.text("Faktura/P_5B") == "094014201"
    assert file.text("Faktura/P_4A") == "PL"


def test_marks_of_the_document_are_carried() -> None:
    file = read(document(split_payment=True, cash_method=True, self_billing=True, triangular=True))

    marks = {name: file.text(f"Faktura/{name}") for name in ("P_16", "P_17", "P_18A", "P_23")}
    assert marks == dict.fromkeys(marks, "true")
    assert file.text("Faktura/P_18") == "false"


def test_the_sale_date_stands_only_where_it_is_another_day() -> None:
    same = document(number="A", issue_date="2026-10-05", sale_date="2026-10-05")
    other = document(number="B", issue_date="2026-10-05", sale_date="2026-10-01")

    file = read(same, other)

    assert file.texts("Faktura/P_6") == ["2026-10-01"]


def test_empty_texts_leave_no_element() -> None:
    buyer = party(name=" ", address="", tax_no=None)

    file = read(document(buyer=buyer, positions=[position(name="\n", unit=None)]))

    for path in ("Faktura/P_3A", "Faktura/P_3B", "Faktura/P_5B", "FakturaWiersz/P_7"):
        assert file.texts(path) == []


def test_a_seller_without_name_and_address_is_the_company() -> None:
    file = read(document(seller=party(name="", address="", tax_no=None)))

    assert file.text("Faktura/P_3C") == COMPANY["name"]
    assert file.text("Faktura/P_3D") == "Prosta 1/2, 00-001 Warszawa"
    assert file.text("Faktura/P_4B") == COMPANY["tax_no"]


def test_characters_that_xml_can_not_hold_are_dropped_and_told() -> None:
    told = Told()

    file = read(document(buyer=party(name="a\x00b\ud800 & <c>")), told=told)

    assert file.text("Faktura/P_3A") == "ab & <c>"
    assert told.codes == {"characters_replaced"}
    assert told[0].facts == {"fields": "P_3A"}


def test_signs_of_xml_are_escaped() -> None:
    content = b"".join(FORMAT.write(a_run(document(buyer=party(name="]]> & <b>")))))

    assert b"<P_3A>]]&gt; &amp; &lt;b&gt;</P_3A>" in content


def test_long_texts_are_cut_and_told() -> None:
    told = Told()

    file = read(document(buyer=party(name="&" * 300)), told=told)

    assert file.text("Faktura/P_3A") == "&" * 256
    assert told.codes == {"text_shortened"}


def test_prices_are_rounded_half_up_and_told() -> None:
    told = Told()
    rows = [position(unit_net="9.995", quantity="0.1234565"), position(unit_net="1.500")]

    file = read(document(positions=rows), told=told)

    assert file.texts("FakturaWiersz/P_9A") == ["10.00", "1.50"]
    assert file.texts("FakturaWiersz/P_8B") == ["0.123457", "1"]
    assert told[0].code == "number_rounded"
    assert told[0].facts == {"fields": "P_8B, P_9A"}


def test_a_row_priced_gross_has_no_part_in_the_control_sum() -> None:
    rows = [position(unit_net=None, unit_gross="123.00", net=None)]

    file = read(document(positions=rows))

    assert file.text("FakturaWiersz/P_9B") == "123.00"
    assert file.text("FakturaWiersz/P_11A") == "123.00"
    assert file.text("FakturaWierszCtrl/WartoscWierszyFaktur") == "0.00"


def test_an_invoice_without_positions_has_a_row_per_rate() -> None:
    file = read(document(vat_sum("23", "100.00"), vat_sum("8", "50.00"), positions=[]))

    assert file.texts("FakturaWiersz/P_12") == ["23", "8"]
    assert file.text("FakturaWierszCtrl/WartoscWierszyFaktur") == "150.00"
