"""UBL 2.1: what stands on each sort of invoice, its lines, its parties and its payment."""

import pytest

from services.exports.formats.ubl_2_1.codes import SCHEMES
from tests.exports.formats.documents import Told, document, party, position, vat_sum
from tests.exports.formats.peppol import NAMES, valid

CORRECTED = [{"number": "FV 7", "issue_date": "2026-09-07", "ksef_number": None}]


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
