"""UBL 2.1: every file keeps the schema, the rules of EN 16931 and those of Peppol BIS 3."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings

from services.exports.formats.run import Account
from services.exports.formats.ubl_2_1 import FORMAT
from shared.contracts.document import Document
from tests.exports.formats.any_documents import any_documents
from tests.exports.formats.documents import COMPANY, Told, a_run, document, party, vat_sum
from tests.exports.formats.golden import golden_documents
from tests.exports.formats.peppol import broken_rules, invoices_of, read, valid

SAMPLE = Path(__file__).parents[4] / "shared/formats/samples/ubl/invoice_pl_bis3.xml"
GREEK = party(tax_no="094014201", tax_no_kind="eu_vat", country="GR")


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
        document(buyer=party(name=" \x00"), number="X"),
        document(number="\x00\ufffe"),
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
    assert told.numbers("unsupported_document") == [refused["number"]]


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
