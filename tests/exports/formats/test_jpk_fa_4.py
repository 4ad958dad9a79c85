"""JPK_FA(4): valid by the Ministry's schema, right in its sums, open about what it left out."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings

from services.exports.formats.jpk import codes
from services.exports.formats.jpk_fa_4 import FORMAT
from services.exports.formats.run import Period
from shared.contracts.document import Document
from tests.exports.formats.any_documents import any_documents
from tests.exports.formats.documents import Told, a_run, document, position, vat_sum
from tests.exports.formats.golden import golden_documents
from tests.exports.formats.jpk_reader import FOLDER, NAMES, XSD, Read, read
from tests.exports.formats.schemas import listed


@settings(max_examples=80, deadline=None)
@given(any_documents())
def test_any_documents_give_a_valid_file_that_holds_each_that_suits(
    documents: list[Document],
) -> None:
    told = Told()
    suited = [each for each in documents if FORMAT.unsuited(each) is None]

    content = b"".join(FORMAT.write(a_run(*documents, told=told)))

    left_out = {each["number"] for each in documents} - {each["number"] for each in suited}
    assert set(told.numbers("unsupported_document")) == left_out
    if not suited:
        assert content == b""
        assert "no_documents" in told.codes
        return
    file = read(*documents)
    assert file.texts("Faktura/P_2A") == [each["number"] for each in suited]
    assert file.texts("Faktura/P_15") == [each["gross"] for each in suited]
    assert file.text("FakturaCtrl/LiczbaFaktur") == str(len(suited))
    assert file.total("FakturaCtrl/WartoscFaktur") == file.total("Faktura/P_15")
    rows = len(file.texts("FakturaWiersz/P_2B"))
    assert file.text("FakturaWierszCtrl/LiczbaWierszyFaktur") == str(rows)
    assert file.total("FakturaWierszCtrl/WartoscWierszyFaktur") == file.total("FakturaWiersz/P_11")


@settings(max_examples=40, deadline=None)
@given(any_documents())
def test_every_invoice_has_rows_and_its_net_sums_are_those_of_the_document(
    documents: list[Document],
) -> None:
    suited = [each for each in documents if FORMAT.unsuited(each) is None]
    if not suited:
        return

    file = read(*suited)

    assert set(file.texts("FakturaWiersz/P_2B")) == {each["number"] for each in suited}
    for element, each in zip(file.root.iterfind("j:Faktura", NAMES), suited, strict=True):
        nets = element.xpath("*[starts-with(local-name(), 'P_13_')]/text()")
        taxed = [row["net"] for row in each["vat_summary"] if row["rate"] != "margin"]
        assert sum(map(Decimal, nets)) == sum(map(Decimal, taxed))


def test_the_same_run_gives_the_same_bytes() -> None:
    run = a_run(*golden_documents())

    first, second = b"".join(FORMAT.write(run)), b"".join(FORMAT.write(run))

    assert first == second


@pytest.mark.parametrize(
    "refused",
    [
        document(income=False),
        document(kind="proforma"),
        document(kind="receipt"),
        document(kind="pz"),
        document(number=" \n"),
        document(currency="ZZZ"),
        document(issue_date="2031-01-01"),
        document(sale_date="2005-12-31"),
        document(vat_sum("19", "1.00")),
        document(positions=[position(vat_rate="25")]),
        document(vat_sum("margin", "1.00")),
        document(kind="vat_margin"),
    ],
)
def test_what_the_schema_can_not_hold_is_left_out_and_told(refused: Document) -> None:
    told = Told()

    file = read(document(number="GOOD"), refused, told=told)

    assert file.texts("Faktura/P_2A") == ["GOOD"]
    assert told.numbers("unsupported_document") == [refused["number"]]


def test_no_document_gives_no_file_and_says_so() -> None:
    told = Told()

    content = b"".join(FORMAT.write(a_run(told=told)))

    assert content == b""
    assert told.codes == {"no_documents"}
    assert not FORMAT.empty


def test_a_period_of_several_months_is_written_and_warned_of() -> None:
    told = Told()
    quarter = Period(date(2026, 8, 15), date(2026, 10, 31))

    file = Read(replace(a_run(document(), told=told), period=quarter))

    assert file.text("Naglowek/DataOd") == "2026-08-15"
    assert file.text("Naglowek/DataDo") == "2026-10-31"
    assert told.codes == {"several_months"}
    assert told[0].facts == {"months": 3}


def test_the_documents_are_read_once() -> None:
    passes = iter([[document()]])

    written = b"".join(FORMAT.write(a_run(documents=lambda: iter(next(passes)))))

    assert written == b"".join(FORMAT.write(a_run(document())))


def test_an_amount_that_is_none_stops_the_file() -> None:
    with pytest.raises(ValueError, match="not an amount"):
        b"".join(FORMAT.write(a_run(document(gross="1e3"))))


@pytest.mark.parametrize(
    ("ours", "path", "name"),
    [
        (codes.CURRENCIES, XSD, "TKodWaluty"),
        (codes.VAT_PREFIXES, XSD, "TKodyKrajowUE"),
        (codes.TAX_OFFICES, f"{FOLDER}/KodyUrzedowSkarbowych_v5-0E.xsd", "TKodUS"),
        (codes.COUNTRIES, f"{FOLDER}/KodyKrajow_v5-0E.xsd", "TKodKraju"),
    ],
)
def test_the_closed_lists_are_those_of_the_schema(
    ours: frozenset[str], path: str, name: str
) -> None:
    assert ours == listed(path, name)
