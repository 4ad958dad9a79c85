"""JPK_V7(3): where the invoice of a row is, what sort of proof it is, which marks it bears."""

import pytest

from tests.exports.formats.documents import Told, document, position
from tests.exports.formats.records_reader import read


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        (
            {"ksef_number": "5260001246-20261005-0123456789AB-CD"},
            "NrKSeF",
            "5260001246-20261005-0123456789AB-CD",
        ),
        ({"ksef_status": "offline24"}, "OFF", "1"),
        ({}, "BFK", "1"),
        ({"kind": "bill"}, "DI", "1"),
        ({"kind": "receipt", "procedures": ["RO"]}, "DI", "1"),
    ],
)
def test_each_row_says_where_its_invoice_is(
    changes: dict[str, object], field: str, value: str
) -> None:
    (row,) = read(document(**changes)).sales

    assert {name: row[name] for name in ("NrKSeF", "OFF", "BFK", "DI") if name in row} == {
        field: value
    }


def test_a_number_that_ksef_can_not_have_given_is_told() -> None:
    told = Told()

    (row,) = read(document(ksef_number="KSEF-1"), told=told).sales

    assert row["BFK"] == "1"
    assert told[0].facts == {"fields": "ksef_number"}


def test_marks_are_carried_and_unknown_ones_told() -> None:
    told = Told()
    marked = document(
        positions=[position(gtu="GTU_12"), position(gtu="GTU_01")], procedures=["TP", "SW"]
    )

    (row,) = read(marked, told=told).sales

    assert [name for name in row if name.startswith(("GTU", "TP"))] == ["GTU_01", "GTU_12", "TP"]
    assert [(each.code, each.facts) for each in told] == [("field_not_carried", {"fields": "SW"})]


def test_an_invoice_for_a_receipt_does_not_count_in_the_control_sum() -> None:
    file = read(document(), document(number="FP 1", procedures=["FP"]))

    assert [row.get("TypDokumentu") for row in file.sales] == [None, "FP"]
    assert file.sales_control["LiczbaWierszySprzedazy"] == "2"
    assert file.sales_control["PodatekNalezny"] == "23.00"
