"""UBL 2.1: every file keeps the schema, the rules of EN 16931 and those of Peppol BIS 3."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings

from services.exports.formats.run import Account
from services.exports.formats.ubl_2_1 import FORMAT
from services.exports.formats.ubl_2_1.codes import SCHEMES
from shared.contracts.document import Document
from tests.exports.formats.any_documents import any_documents
from tests.exports.formats.documents import COMPANY, Told, a_run, document, party, position, vat_sum
from tests.exports.formats.golden import golden_documents
from tests.exports.formats.peppol import NAMES, broken_rules, invoices_of, read, valid

SAMPLE = Path(__file__).parents[4] / "shared/formats/samples/ubl/invoice_pl_bis3.xml"
GREEK = party(tax_no="094014201", tax_no_kind="eu_vat", country="GR")
CORRECTED = [{"number": "FV 7", "issue_date": "2026-09-07", "ksef_number": None}]


@settings(max_examples=120, deadline=None)
@given(any_documents())
def test_any_documents_give_invoices_that_break_no_rule(documents: list[Document]) -> None:
    told = Told()
    suited = [each for each in documents if FORMAT.unsuited(each) is None]

    found = read(*documents, told=told)

    left_out = {each["number"] for each in documents} - {each["number"] for each in suited}
    assert set(told.numbers("unsupported_document")) == left_out
    assert [each.text("cbc:ID") for each in found] == [each["number"] for each in suited]
    for invoice, each in zip(found, suited, strict=True):
        assert broken_rules(invoice.content) == []
        sign = -1 if each["kind"] == "correction" else 1
        rows = each["vat_summary"]
        net = [row["gross" if row["rate"] == "margin" else "net"] for row in rows]
        vat = [row["vat"] for row in rows if row["rate"] != "margin"]
        taxable = invoice.texts("cac:TaxTotal/cac:TaxSubtotal/cbc:TaxableAmount")
        tax = invoice.texts("cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount")
        assert sum(map(Decimal, taxable)) == sign * sum(map(Decimal, net))
        assert sum(map(Decimal, tax)) == sign * sum(map(Decimal, vat))


def test_the_rules_find_what_is_wrong_with_a_broken_invoice() -> None:
    (invoice,) = read(document())
    wrong = invoice.content.replace(
        b'<cbc:PayableAmount currencyID="PLN">123.00', b'<cbc:PayableAmount currencyID="PLN">124.00'
    )

    assert [fault.split(":")[0] for fault in broken_rules(wrong)] == ["BR-CO-16"]


def test_the_sample_of_the_format_breaks_no_rule() -> None:
    if not SAMPLE.exists():
        pytest.skip(f"{SAMPLE} is not there")

    assert broken_rules(SAMPLE.read_bytes()) == []


@pytest.mark.parametrize(
    ("sale", "category", "code"),
    [
        (document(vat_sum("8", "50.00")), "S", None),
        (document(vat_sum("0 KR", "50.00")), "Z", None),
        (document(vat_sum("0 WDT", "50.00"), buyer=GREEK), "K", "VATEX-EU-IC"),
        (document(vat_sum("0 EX", "50.00")), "G", "VATEX-EU-G"),
        (document(vat_sum("oo", "50.00")), "AE", "VATEX-EU-AE"),
        (document(vat_sum("np I", "50.00")), "O", "VATEX-EU-O"),
        (document(vat_sum("np II", "50.00"), buyer=GREEK), "AE", "VATEX-EU-AE"),
        (document(vat_sum("zw", "50.00"), exempt_basis="art. 43 ust. 1"), "E", None),
        (document(vat_sum("margin", "50.00"), margin="travel"), "E", "VATEX-EU-D"),
        (document(vat_sum("margin", "50.00"), margin="used_goods"), "E", "VATEX-EU-F"),
        (document(vat_sum("margin", "50.00"), margin="art"), "E", "VATEX-EU-I"),
        (document(vat_sum("margin", "50.00"), margin="antiques"), "E", "VATEX-EU-J"),
    ],
)
def test_each_rate_has_its_category_and_says_why_it_has_no_tax(
    sale: Document, category: str, code: str | None
) -> None:
    invoice = valid(sale)

    path = "cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory"
    assert invoice.text(f"{path}/cbc:ID") == category
    assert invoice.texts(f"{path}/cbc:TaxExemptionReasonCode") == ([code] if code else [])
    reasons = invoice.texts(f"{path}/cbc:TaxExemptionReason")
    assert bool(reasons) == (category not in ("S", "Z"))


def test_what_is_exempt_for_two_reasons_stands_in_one_sum() -> None:
    invoice = valid(
        document(
            vat_sum("zw", "10.00"),
            vat_sum("margin", "5.00"),
            margin="art",
            exempt_basis="art. 43 ust. 1",
        )
    )

    path = "cac:TaxTotal/cac:TaxSubtotal"
    assert invoice.text(f"{path}/cbc:TaxableAmount") == "15.00"
    assert invoice.texts(f"{path}/cac:TaxCategory/cbc:TaxExemptionReasonCode") == []
    assert invoice.text(f"{path}/cac:TaxCategory/cbc:TaxExemptionReason") == (
        "art. 43 ust. 1; procedura marży - dzieła sztuki"
    )


def test_an_exemption_without_its_basis_is_told() -> None:
    told = Told()

    valid(document(vat_sum("zw", "10.00"), payment_form=None), told=told)

    assert [(each.code, each.facts) for each in told] == [
        ("incomplete_document", {"fields": "exempt_basis"})
    ]


def test_a_correction_is_a_credit_note_of_what_it_takes_away() -> None:
    note = valid(
        document(
            vat_sum("23", "-10.00"),
            kind="correction",
            corrected=CORRECTED,
            correction_reason="rabat",
            positions=[position(before=True), position(unit_net="90.00", net="90.00")],
        )
    )

    assert note.text("cbc:CreditNoteTypeCode") == "381"
    assert note.text("cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID") == "FV 7"
    assert note.text("cac:LegalMonetaryTotal/cbc:PayableAmount") == "12.30"
    assert note.texts("cac:CreditNoteLine/cbc:CreditedQuantity") == ["1", "-1"]
    assert note.texts("cac:CreditNoteLine/cbc:LineExtensionAmount") == ["100.00", "-90.00"]
    assert note.text("cbc:Note") == "rabat"


def test_a_correction_that_adds_is_a_negative_credit_note() -> None:
    note = valid(document(vat_sum("23", "10.00"), kind="correction", corrected=CORRECTED))

    assert note.text("cac:LegalMonetaryTotal/cbc:PayableAmount") == "-12.30"
    assert note.text("cac:CreditNoteLine/cbc:CreditedQuantity") == "-1"
    assert note.text("cac:CreditNoteLine/cac:Price/cbc:PriceAmount") == "10.00"


def test_an_advance_invoice_has_lines_of_what_was_paid() -> None:
    invoice = valid(document(kind="advance", positions=[position(net="1000.00")]))

    assert invoice.text("cbc:InvoiceTypeCode") == "386"
    assert invoice.text("cac:InvoiceLine/cbc:LineExtensionAmount") == "100.00"
    assert invoice.text("cac:InvoiceLine/cac:Item/cbc:Name") == "VAT 23 %"


def test_a_final_invoice_names_its_advances() -> None:
    invoice = valid(document(kind="final", advances=["ZAL 1", "ZAL 2"]))

    path = "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID"
    assert invoice.texts(path) == ["ZAL 1", "ZAL 2"]


def test_rows_that_do_not_add_up_give_way_to_a_line_per_rate() -> None:
    told = Told()

    invoice = valid(
        document(vat_sum("23", "100.00"), payment_form=None, positions=[position(net="99.99")]),
        told=told,
    )

    assert invoice.text("cac:InvoiceLine/cac:Item/cbc:Name") == "VAT 23 %"
    assert told.codes == {"rows_replaced"}


@pytest.mark.parametrize(
    ("row", "quantity", "price", "base"),
    [
        (position(quantity="2.5", unit_net="40.00"), "2.5", "40.00", []),
        (position(quantity="3", unit_net="33.333333"), "3", "33.333333", []),
        (position(quantity="3", unit_net="50.00"), "3", "100.00", ["3"]),
        (position(quantity="0", unit_net="50.00"), "1", "100.00", []),
        (position(quantity=None, unit_net=None), "1", "100.00", []),
    ],
)
def test_price_times_quantity_is_the_value_of_the_line(
    row: object, quantity: str, price: str, base: list[str]
) -> None:
    invoice = valid(document(positions=[row]))

    assert invoice.text("cac:InvoiceLine/cbc:InvoicedQuantity") == quantity
    assert invoice.text("cac:InvoiceLine/cac:Price/cbc:PriceAmount") == price
    assert invoice.texts("cac:InvoiceLine/cac:Price/cbc:BaseQuantity") == base


def test_another_currency_has_its_tax_in_pln_beside() -> None:
    invoice = valid(
        document(vat_sum("23", "10.00", vat_pln="9.99"), currency="EUR", exchange_rate="4.2345")
    )

    assert invoice.text("cbc:TaxCurrencyCode") == "PLN"
    assert invoice.texts("cac:TaxTotal/cbc:TaxAmount") == ["2.30", "9.99"]


def test_what_is_paid_is_not_payable() -> None:
    invoice = valid(document(payment_state="paid"))

    assert invoice.text("cac:LegalMonetaryTotal/cbc:PrepaidAmount") == "123.00"
    assert invoice.text("cac:LegalMonetaryTotal/cbc:PayableAmount") == "0.00"


def test_a_transfer_names_its_account() -> None:
    told = Told()
    number = "61 1090 1014 0000 0712 1981 2874"

    invoice = valid(document(bank_account=number), told=told)

    path = "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID"
    assert invoice.text(path) == "PL61109010140000071219812874"
    assert told == []


@pytest.mark.parametrize("prefix", SCHEMES)
def test_a_buyer_is_reached_by_its_vat_number(prefix: str) -> None:
    country = "GR" if prefix == "EL" else prefix
    buyer = party(tax_no="123456789", tax_no_kind="eu_vat", country=country)

    invoice = valid(document(buyer=buyer))

    path = "cac:AccountingCustomerParty/cac:Party"
    endpoint = invoice.root.find(f"{path}/cbc:EndpointID", NAMES)
    assert endpoint is not None
    assert (endpoint.get("schemeID"), endpoint.text) == (SCHEMES[prefix], f"{prefix}123456789")
    assert invoice.text(f"{path}/cac:PartyTaxScheme/cbc:CompanyID") == f"{prefix}123456789"


def test_marks_without_a_field_and_odd_units_are_told() -> None:
    told = Told()

    valid(
        document(
            positions=[position(gtu="GTU_12", unit="garniec")],
            procedures=["TP"],
            split_payment=True,
            payment_form=None,
        ),
        told=told,
    )

    assert {each.code: each.facts["fields"] for each in told} == {
        "field_not_carried": "gtu, procedures, unit"
    }


@pytest.mark.parametrize(
    "refused",
    [
        document(income=False, number="X"),
        document(kind="proforma", number="X"),
        document(kind="receipt", number="X"),
        document(currency="ZZZ", number="X"),
        document(vat_sum("19", "1.00"), number="X"),
        document(vat_sum("margin", "1.00"), number="X"),
        document(vat_summary=[vat_sum("23", "100.00") | {"vat": "25.00"}], number="X"),
        document(vat_summary=[vat_sum("zw", "100.00") | {"vat": "1.00"}], number="X"),
        document(vat_sum("np I", "1.00"), vat_sum("23", "1.00"), number="X"),
        document(buyer=party(name=" "), number="X"),
        document(buyer=party(country="XC"), number="X"),
        document(buyer=party(tax_no=None), number="X"),
        document(buyer=party(tax_no_kind="none", email="a@example.com"), number="X"),
        document(buyer=party(tax_no_kind="other", country="US"), number="X"),
        document(buyer=party(tax_no_kind="eu_vat", country="SE"), number="X"),
        document(kind="correction", number="X"),
    ],
)
def test_what_peppol_refuses_is_left_out_and_told(refused: Document) -> None:
    told = Told()

    found = read(document(number="GOOD"), refused, told=told)

    assert [each.text("cbc:ID") for each in found] == ["GOOD"]
    assert told.numbers("unsupported_document") == ["X"]


def test_files_are_named_by_their_invoices() -> None:
    run = a_run(document(number="FV 1/10/2026"), document(number="FV 1:10:2026"))

    assert list(invoices_of(run)) == ["000001_FV 1_10_2026.xml", "000002_FV 1_10_2026.xml"]


@pytest.mark.parametrize("field", ["name", "tax_no"])
def test_each_field_that_the_company_lacks_is_named(field: str) -> None:
    run = a_run(document(), account=Account("probna", COMPANY | {field: ""}))

    assert FORMAT.missing_settings(run) == [field]


def test_no_invoice_gives_no_file_and_says_so() -> None:
    told = Told()

    assert read(told=told) == []
    assert told.codes == {"no_documents"}
    assert not FORMAT.empty


def test_the_same_run_gives_the_same_bytes() -> None:
    run = a_run(*golden_documents(), settings={})

    assert b"".join(FORMAT.write(run)) == b"".join(FORMAT.write(run))
