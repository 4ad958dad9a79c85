"""EDI++: what stands in the header of each kind of document, and beside it."""

from decimal import Decimal

import pytest

from shared.contracts.document import Document
from tests.exports.formats.documents import Told, document, party, position, vat_sum
from tests.exports.formats.epp_reader import only, read


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "FS"),
        ({"kind": "advance"}, "FS"),
        ({"kind": "bill"}, "RS"),
        ({"kind": "receipt"}, "PA"),
        ({"kind": "correction"}, "KFS"),
        ({"income": False}, "FZ"),
        ({"income": False, "kind": "wnt"}, "FZ"),
        ({"income": False, "kind": "bill"}, "RZ"),
        ({"income": False, "kind": "vat_rr"}, "FR"),
        ({"income": False, "kind": "receipt"}, "FZ"),
        ({"income": False, "kind": "correction"}, "KFZ"),
    ],
)
def test_each_kind_has_its_type(changes: dict[str, object], name: str) -> None:
    assert only(document(**changes)).field(1) == name


@pytest.mark.parametrize(
    ("sale", "kind", "export"),
    [
        (document(), "0", "0"),
        (document(vat_sum("0 EX", "1.00")), "1", "1"),
        (document(kind="import_products", income=False), "1", "0"),
        (document(vat_sum("0 WDT", "1.00")), "2", "0"),
        (document(kind="wnt", income=False), "2", "0"),
        (document(triangular=True), "3", "0"),
        (document(kind="import_service_eu", income=False), "4", "0"),
        (document(vat_sum("oo", "1.00")), "6", "0"),
    ],
)
def test_a_transaction_is_told_from_those_at_home(sale: Document, kind: str, export: str) -> None:
    found = only(sale)

    assert (found.field(55), found.field(54)) == (kind, export)


def test_a_correction_names_what_it_corrects_and_has_difference_amounts() -> None:
    corrected = [{"number": "FV 7", "issue_date": "2026-09-07", "ksef_number": None}]

    found = only(
        document(
            vat_sum("23", "-10.00"),
            kind="correction",
            corrected=corrected,
            correction_reason='rabat "wiosenny"',
        )
    )

    assert (found.field(8), found.field(9)) == ("FV 7", "20260907000000")
    assert found.amount(30) == Decimal("-12.30")
    assert found.field(49) == 'rabat "wiosenny"'


def test_a_cost_has_the_number_of_its_supplier_and_the_day_it_came() -> None:
    told = Told()

    found = only(
        document(income=False, number="F/2026/10/0000000123", receipt_date="2026-10-09"), told=told
    )

    assert found.field(5) == found.field(7) == "F/2026/10/0000000123"
    assert found.field(24) == "20261009000000"
    assert told == []


@pytest.mark.parametrize(
    ("state", "paid", "to_pay", "codes"),
    [
        ("paid", "123.0000", "0.0000", set()),
        ("unpaid", "0.0000", "123.0000", set()),
        ("partial", "0.0000", "123.0000", {"field_not_carried"}),
    ],
)
def test_what_is_paid_is_not_to_pay(state: str, paid: str, to_pay: str, codes: set[str]) -> None:
    told = Told()

    found = only(document(payment_state=state), told=told)

    assert (found.field(36), found.field(37)) == (paid, to_pay)
    assert told.codes == codes


def test_another_currency_keeps_its_amounts_and_names_its_rate() -> None:
    found = only(document(vat_sum("23", "10.00"), currency="EUR", exchange_rate="4.2345"))

    assert (found.field(47), found.field(48)) == ("EUR", "4.2345")
    assert found.amount(30) == Decimal("12.30")


def test_a_buyer_in_the_union_has_its_prefix() -> None:
    greek = party(tax_no="094014201", tax_no_kind="eu_vat", country="GR")

    found = only(document(buyer=greek))

    assert found.field(18) == "EL094014201"
    assert [found.field(place) for place in (60, 61, 62)] == ["Grecja", "EL", "1"]


def test_marks_are_carried_in_sections_of_their_own_where_they_are_asked_for() -> None:
    told = Told()
    marked = document(
        positions=[position(gtu="GTU_12")],
        procedures=["TP", "I_42"],
        split_payment=True,
        kind="correction",
        corrected=[{"number": "FV 7", "issue_date": None, "ksef_number": None}],
        correction_reason="rabat",
        number="KOR 1",
    )

    file = read(marked, told=told, sections="with_jpk")

    assert file.dictionaries["WYMAGALNOSCMPP"] == [["KFS KOR 1", "1"]]
    assert file.dictionaries["PRZYCZYNYKOREKT"] == [["KFS KOR 1", "1", "rabat"]]
    (marks,) = file.dictionaries["DOKUMENTYZNACZNIKIJPKVAT"]
    assert [place for place, mark in enumerate(marks) if mark == "1"] == [3, 8, 13, 26]
    assert told == []


def test_what_the_standard_file_has_no_place_for_is_told() -> None:
    told = Told()

    read(
        document(
            positions=[position(gtu="GTU_12")],
            procedures=["TP"],
            split_payment=True,
            exempt_basis="art. 43",
            ksef_number="5260001246-20261005-0123456789AB-CD",
        ),
        told=told,
    )

    assert [problem.facts["fields"] for problem in told] == [
        "exempt_basis, ksef_number, gtu, procedures, split_payment"
    ]
    assert told.codes == {"field_not_carried"}
