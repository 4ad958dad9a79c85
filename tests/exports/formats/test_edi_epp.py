"""EDI++: each document with its VAT table, each party once, every byte in windows-1250."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings

from services.exports.formats.edi_epp import FORMAT
from services.exports.formats.parties import contractor_code, other_party
from services.exports.formats.vat import RATES
from shared.contracts.document import Document
from tests.exports.formats.any_documents import any_documents
from tests.exports.formats.documents import Told, a_run, document, party, vat_sum
from tests.exports.formats.epp_reader import only, parse, read
from tests.exports.formats.golden import golden_documents

SAMPLE = Path(__file__).parents[4] / "shared/formats/samples/epp/fs_kfs_biuro_1.05.3.epp"


@settings(max_examples=80, deadline=None)
@given(any_documents())
def test_any_documents_are_read_back_rate_by_rate(documents: list[Document]) -> None:
    told = Told()
    suited = [each for each in documents if FORMAT.unsuited(each) is None]

    file = read(*documents, told=told)

    left_out = {each["number"] for each in documents} - {each["number"] for each in suited}
    assert set(told.numbers("unsupported_document")) == left_out
    assert [found.field(7) for found in file.documents] == [each["number"] for each in suited]
    for found, each in zip(file.documents, suited, strict=True):
        rows = each["vat_summary"]
        assert [tuple(record[:2]) for record in found.records] == [
            RATES[r["rate"]].edi for r in rows
        ]
        for place, name in enumerate(("net", "vat", "gross")):
            amounts = [Decimal(row[name]) for row in rows]  # type: ignore[literal-required]
            assert [Decimal(record[place + 2]) for record in found.records] == amounts
            assert [Decimal(record[place + 5]) for record in found.records] == amounts
            assert found.amount(28 + place) == sum(amounts)
        assert found.field(25) == str(len(rows))
        assert found.amount(36) + found.amount(37) == found.amount(30)


@settings(max_examples=60, deadline=None)
@given(any_documents())
def test_every_party_is_in_the_dictionary_once_by_the_code_on_its_documents(
    documents: list[Document],
) -> None:
    suited = [each for each in documents if FORMAT.unsuited(each) is None]

    file = read(*documents, sections="with_jpk")

    codes = [record[1] for record in file.dictionaries.get("KONTRAHENCI", [])]
    assert len(codes) == len(set(codes))
    assert set(codes) == {contractor_code(other_party(each)) for each in suited}
    assert {found.field(12) for found in file.documents} == set(codes)
    assert all(len(record) == 31 for record in file.dictionaries["DOKUMENTYZNACZNIKIJPKVAT"])


def test_the_sample_of_the_format_is_read_by_the_same_reader() -> None:
    if not SAMPLE.exists():
        pytest.skip(f"{SAMPLE} is not there")

    file = parse(SAMPLE.read_bytes())

    assert [found.field(1) for found in file.documents] == ["FS", "KFS"]
    assert file.documents[0].total(5) == file.documents[0].amount(30)
    assert len(file.dictionaries["KONTRAHENCI"][0]) == 30


def test_the_sender_is_the_account_and_its_period() -> None:
    sender = read().sender

    assert len(sender) == 24
    assert sender[:3] == ["1.05.3", "0", "1250"]
    assert sender[4:11] == [
        "probna",
        "Próbna sp. z o.o.",
        "Próbna sp. z o.o.",
        "Warszawa",
        "00-001",
        "Prosta 1/2",
        "5260001246",
    ]
    assert sender[15:18] == ["1", "20261001000000", "20261031000000"]


def test_a_party_that_buys_and_sells_is_both() -> None:
    file = read(document(), document(income=False))

    assert [record[0] for record in file.dictionaries["KONTRAHENCI"]] == ["0"]


def test_long_texts_are_cut_to_the_lengths_of_the_specification_and_told() -> None:
    told = Told()

    found = only(
        document(number="FV/" + "9" * 60, buyer=party(name="Ż" * 300), category="k" * 40), told=told
    )

    assert [len(found.field(place)) for place in (7, 13, 14, 19)] == [30, 40, 255, 30]
    assert told.codes == {"text_shortened"}


def test_a_total_that_is_not_the_sum_of_the_rates_is_told() -> None:
    told = Told()

    found = only(document(vat_sum("23", "100.00"), gross="124.00"), told=told)

    assert found.amount(30) == Decimal("123.00")
    assert told[0].facts == {"total": "124.00", "written": "123.00"}


@pytest.mark.parametrize(
    "refused",
    [
        document(kind="proforma", number="X"),
        document(kind="wz", number="X"),
        document(number=" "),
        document(vat_summary=[], number="X"),
        document(vat_sum("19", "1.00"), number="X"),
        document(vat_sum("margin", "1.00"), number="X"),
        document(vat_sum("np I", "1.00"), number="X"),
        document(currency="EUR", number="X"),
        document(kind="wnt", number="X"),
        document(kind="vat_rr", number="X"),
        document(kind="receipt", income=False, buyer=party(tax_no=None), number="X"),
    ],
)
def test_what_can_not_be_carried_is_left_out_and_told(refused: Document) -> None:
    told = Told()

    file = read(document(number="GOOD"), refused, told=told)

    assert [found.field(7) for found in file.documents] == ["GOOD"]
    assert told.numbers("unsupported_document") == [refused["number"]]


def test_no_document_gives_the_sender_alone() -> None:
    file = read()

    assert file.documents == []
    assert file.dictionaries == {}


def test_the_same_run_gives_the_same_bytes() -> None:
    run = a_run(*golden_documents())

    assert b"".join(FORMAT.write(run)) == b"".join(FORMAT.write(run))
