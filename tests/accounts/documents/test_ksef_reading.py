"""What an e-invoice says, field by field, and where the document has it."""

from decimal import Decimal

import pytest

from services.accounts.documents.ksef import document_of, read_invoice
from shared.contracts.document import VAT_RATES, Document
from tests.accounts.documents.einvoices import (
    CORRECTED,
    SUMS,
    a_buyer,
    a_row,
    an_einvoice,
    samples,
)

NUMBER = "5260250274-20260408-0123456789AB-CD"


def read(xml: bytes, *, income: bool = True, ksef_number: str | None = None) -> Document:
    return document_of(read_invoice(xml), id="doc-1", income=income, ksef_number=ksef_number)


@pytest.mark.parametrize("form", [2, 3])
def test_the_heart_of_an_invoice_is_read_in_both_structures(form):
    document = read(an_einvoice(form, number="FV 7/2026"))

    assert document["number"] == "FV 7/2026"
    assert document["kind"] == "vat"
    assert (document["issue_date"], document["sale_date"]) == ("2026-04-07", "2026-04-05")
    assert document["seller"] == {
        "name": "Próbna Spółka z o.o.",
        "tax_no": "5260250274",
        "tax_no_kind": "nip",
        "country": "PL",
        "address": "Prosta 1, 00-001 Warszawa",
        "email": None,
        "code": None,
    }
    assert document["buyer"]["tax_no"] == "7740001454"
    assert document["vat_summary"] == [
        {"rate": "23", "net": "100.00", "vat": "23.00", "gross": "123.00", "vat_pln": None}
    ]
    assert (document["net"], document["vat"], document["gross"]) == ("100.00", "23.00", "123.00")
    assert document["currency"] == "PLN"
    assert document["vat_strategy"] == "as_given"


def test_every_sample_is_read_and_its_sums_add_up():
    for path in samples():
        document = read(path.read_bytes())

        total = sum(Decimal(each["gross"]) for each in document["vat_summary"])
        assert total == Decimal(document["gross"]), path.name
        assert set(document) == Document.__required_keys__
        assert {each["rate"] for each in document["vat_summary"]} <= set(VAT_RATES)
        assert document["positions"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("VAT", "vat"), ("UPR", "vat"), ("ZAL", "advance"), ("ROZ", "final")],
)
def test_the_kind_follows_the_kind_of_the_structure(kind, expected):
    assert read(an_einvoice(kind=kind))["kind"] == expected


@pytest.mark.parametrize(
    ("element", "expected"), [("P_13_6_2", "wdt"), ("P_13_6_3", "export_products")]
)
def test_an_invoice_with_no_other_rate_than_a_delivery_abroad_is_of_that_kind(element, expected):
    alone = read(an_einvoice(sums=f"<{element}>100</{element}>", total="100", rows=""))
    mixed = read(an_einvoice(sums=f"{SUMS}<{element}>100</{element}>", total="223", rows=""))

    assert alone["kind"] == expected
    assert mixed["kind"] == "vat"


@pytest.mark.parametrize(
    ("identity", "expected"),
    [
        ("<NIP>7740001454</NIP>", ("7740001454", "nip", "PL")),
        ("<KodUE>DE</KodUE><NrVatUE>123456789</NrVatUE>", ("123456789", "eu_vat", "DE")),
        ("<KodUE>EL</KodUE><NrVatUE>123456789</NrVatUE>", ("123456789", "eu_vat", "GR")),
        ("<KodKraju>US</KodKraju><NrID>12-345</NrID>", ("12-345", "other", "US")),
        ("<NrID>AB 1</NrID>", ("AB 1", "other", "PL")),
        ("<BrakID>1</BrakID>", (None, "none", "PL")),
    ],
)
def test_a_buyer_is_known_by_any_of_the_tax_numbers(identity, expected):
    buyer = read(an_einvoice(buyer_xml=a_buyer(identity)))["buyer"]

    assert (buyer["tax_no"], buyer["tax_no_kind"], buyer["country"]) == expected
    assert buyer["name"] == ""


def test_a_simplified_invoice_may_name_nothing_but_the_buyers_number():
    xml = an_einvoice(kind="UPR", buyer_xml=a_buyer("<NIP>7740001454</NIP>", address=""))

    assert read(xml)["buyer"] == {
        "name": "",
        "tax_no": "7740001454",
        "tax_no_kind": "nip",
        "country": "PL",
        "address": "",
        "email": None,
        "code": None,
    }


def test_the_first_e_mail_address_of_a_party_is_taken():
    contacts = (
        "<DaneKontaktowe><Telefon>123</Telefon></DaneKontaktowe>"
        "<DaneKontaktowe><Email>biuro@example.com</Email></DaneKontaktowe>"
    )
    buyer = a_buyer("<NIP>7740001454</NIP>") + contacts

    assert read(an_einvoice(buyer_xml=buyer))["buyer"]["email"] == "biuro@example.com"


def test_annotations_become_marks():
    quiet = read(an_einvoice())
    loud = read(
        an_einvoice(
            marks=(1, 1, 1, 1),
            triangular=1,
            exemption="<P_19>1</P_19><P_19A>art. 43 ust. 1 pkt 19</P_19A>",
        )
    )

    names = ("cash_method", "self_billing", "reverse_charge", "split_payment", "triangular")
    assert [quiet[name] for name in names] == [False] * 5
    assert [loud[name] for name in names] == [True] * 5
    assert (quiet["exempt_basis"], loud["exempt_basis"]) == (None, "art. 43 ust. 1 pkt 19")


@pytest.mark.parametrize(
    ("mark", "kind", "procedure"),
    [
        ("P_PMarzy_2", "travel", "MR_T"),
        ("P_PMarzy_3_1", "used_goods", "MR_UZ"),
        ("P_PMarzy_3_2", "art", "MR_UZ"),
        ("P_PMarzy_3_3", "antiques", "MR_UZ"),
    ],
)
def test_a_margin_invoice_tells_its_kind_and_no_vat(mark, kind, procedure):
    document = read(
        an_einvoice(
            margin=f"<P_PMarzy>1</P_PMarzy><{mark}>1</{mark}>",
            sums="<P_13_11>500</P_13_11>",
            total="500",
            rows=a_row(inner="<P_8B>1</P_8B><P_9B>500</P_9B><P_11A>500</P_11A>"),
        )
    )

    assert (document["kind"], document["margin"]) == ("vat_margin", kind)
    assert document["procedures"] == [procedure]
    assert document["vat_summary"] == [
        {"rate": "margin", "net": "500.00", "vat": "0.00", "gross": "500.00", "vat_pln": None}
    ]
    assert document["positions"][0]["vat_rate"] == "margin"
    assert document["positions"][0]["gross"] == "500.00"


def test_procedures_are_those_of_the_rows_then_of_the_invoice_each_once():
    row = "<P_11>1</P_11><P_12>23</P_12><GTU>GTU_12</GTU><Procedura>{}</Procedura>"
    rows = a_row(1, row.format("I_42")) + a_row(2, row.format("I_42")) + a_row(3, row.format("IED"))

    document = read(an_einvoice(after_kind="<FP>1</FP><TP>1</TP>", rows=rows))

    assert document["procedures"] == ["I_42", "IED", "TP", "FP"]
    assert [position["gtu"] for position in document["positions"]] == ["GTU_12"] * 3


def test_a_mark_of_a_row_before_the_correction_is_none_of_the_document():
    row = "<P_11>1</P_11><P_12>23</P_12><Procedura>IED</Procedura><StanPrzed>1</StanPrzed>"

    assert (
        read(an_einvoice(kind="KOR", after_kind=CORRECTED, rows=a_row(1, row)))["procedures"] == []
    )


def test_a_correction_names_what_it_corrects_and_why():
    corrected = """<PrzyczynaKorekty>rabat</PrzyczynaKorekty><TypKorekty>2</TypKorekty>
        <DaneFaKorygowanej><DataWystFaKorygowanej>2026-03-01</DataWystFaKorygowanej>
        <NrFaKorygowanej>FV 1</NrFaKorygowanej><NrKSeF>1</NrKSeF>
        <NrKSeFFaKorygowanej>5260250274-20260301-0123456789AB-CD</NrKSeFFaKorygowanej>
        </DaneFaKorygowanej>
        <DaneFaKorygowanej><DataWystFaKorygowanej>2026-03-02</DataWystFaKorygowanej>
        <NrFaKorygowanej>FV 2</NrFaKorygowanej><NrKSeFN>1</NrKSeFN></DaneFaKorygowanej>"""
    before = "<P_8B>1</P_8B><P_9A>100</P_9A><P_11>100</P_11><P_12>23</P_12><StanPrzed>1</StanPrzed>"
    after = "<P_8B>1</P_8B><P_9A>80</P_9A><P_11>80</P_11><P_12>23</P_12>"

    document = read(
        an_einvoice(
            kind="KOR",
            sold="",
            after_kind=corrected,
            sums="<P_13_1>-20</P_13_1><P_14_1>-4.60</P_14_1>",
            total="-24.60",
            rows=a_row(1, before) + a_row(2, after),
        )
    )

    assert document["kind"] == "correction"
    assert document["correction_reason"] == "rabat"
    assert document["corrected"] == [
        {
            "number": "FV 1",
            "issue_date": "2026-03-01",
            "ksef_number": "5260250274-20260301-0123456789AB-CD",
        },
        {"number": "FV 2", "issue_date": "2026-03-02", "ksef_number": None},
    ]
    assert document["vat_date"] == "2026-04-07"
    assert document["sale_date"] is None
    assert (document["net"], document["vat"], document["gross"]) == ("-20.00", "-4.60", "-24.60")
    assert [(row["before"], row["net"]) for row in document["positions"]] == [
        (True, "100.00"),
        (False, "80.00"),
    ]


def test_a_final_invoice_lists_its_advances_by_the_number_of_ksef_or_their_own():
    advances = (
        "<FakturaZaliczkowa><NrKSeFZN>1</NrKSeFZN><NrFaZaliczkowej>ZAL 1</NrFaZaliczkowej>"
        "</FakturaZaliczkowa><FakturaZaliczkowa><NrKSeFFaZaliczkowej>"
        f"{NUMBER}</NrKSeFFaZaliczkowej></FakturaZaliczkowa>"
    )

    assert read(an_einvoice(kind="ROZ", after_kind=advances))["advances"] == ["ZAL 1", NUMBER]


def test_an_advance_without_rows_shows_those_of_the_order():
    order = """<Zamowienie><WartoscZamowienia>246</WartoscZamowienia><ZamowienieWiersz>
        <NrWierszaZam>1</NrWierszaZam><P_7Z>Dom</P_7Z><P_8AZ>szt.</P_8AZ><P_8BZ>1</P_8BZ>
        <P_9AZ>200</P_9AZ><P_11NettoZ>200</P_11NettoZ><P_11VatZ>46</P_11VatZ><P_12Z>23</P_12Z>
        </ZamowienieWiersz></Zamowienie>"""

    (position,) = read(an_einvoice(kind="ZAL", rows="", end=order))["positions"]

    assert position["name"] == "Dom"
    amounts = (position["net"], position["vat"], position["gross"])
    assert amounts == ("200.00", "46.00", "246.00")


@pytest.mark.parametrize(
    ("sold", "row", "expected"),
    [
        ("<OkresFa><P_6_Od>2026-03-01</P_6_Od><P_6_Do>2026-03-31</P_6_Do></OkresFa>", "", "03-31"),
        ("", "<P_6A>2026-03-10</P_6A>", "03-10"),
        ("", "", "04-07"),
    ],
)
def test_the_sale_date_is_the_periods_end_or_the_rows_latest_or_the_day_of_issue(
    sold, row, expected
):
    rows = "".join(
        f"<FaWiersz><NrWierszaFa>{no}</NrWierszaFa>{day}<P_7>x</P_7></FaWiersz>"
        for no, day in enumerate(["<P_6A>2026-03-02</P_6A>" if row else "", row], start=1)
    )

    assert read(an_einvoice(sold=sold, rows=rows))["sale_date"] == f"2026-{expected}"


def test_ksef_dates_the_receipt_of_a_cost_and_not_of_a_sale():
    cost = read(an_einvoice(), income=False, ksef_number=NUMBER)
    sale = read(an_einvoice(), income=True, ksef_number=NUMBER)

    assert (cost["receipt_date"], sale["receipt_date"]) == ("2026-04-08", None)
    assert (cost["ksef_number"], cost["ksef_status"]) == (NUMBER, "accepted")


def test_texts_lose_the_spaces_that_the_schema_does_not_count():
    row = a_row(name="  Usługa \n\t budowlana\u00a0A ")

    (position,) = read(an_einvoice(number="\n FV  1 ", rows=row))["positions"]

    assert position["name"] == "Usługa budowlana\u00a0A"
    assert read(an_einvoice(number="\n FV  1 "))["number"] == "FV 1"


def test_notes_of_the_whole_invoice_are_its_description():
    note = "<DodatkowyOpis>{}<Klucz>{}</Klucz><Wartosc>{}</Wartosc></DodatkowyOpis>"
    notes = (
        note.format("", "Umowa", "7/2026")
        + note.format("<NrWiersza>1</NrWiersza>", "Seria", "A")
        + note.format("", "Kierowca", "Wóz 2")
    )

    document = read(an_einvoice(after_kind=notes))

    assert document["description"] == "Umowa: 7/2026; Kierowca: Wóz 2"
