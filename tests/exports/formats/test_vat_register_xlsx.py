"""The VAT register as XLSX: openpyxl reads back what went in, typed, and finds no formula."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

from services.exports.formats.register import COLUMNS
from services.exports.formats.vat_register_xlsx import FORMAT, write
from shared.contracts.document import Document
from tests.exports.formats.any_documents import any_documents
from tests.exports.formats.documents import Told, a_run, document, party, vat_sum
from tests.exports.formats.golden import golden_documents
from tests.exports.formats.test_vat_register_csv import one_line

Row = dict[str, Any]


def written(*documents: Document, told: Told | None = None) -> bytes:
    return b"".join(FORMAT.write(a_run(*documents, told=told)))


def read(content: bytes) -> dict[str, list[Row]]:
    """Rows by sheet, cells by column."""
    book = load_workbook(io.BytesIO(content))
    for sheet in book:
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    return {
        sheet.title: [
            dict(zip(COLUMNS, row, strict=True))
            for row in sheet.iter_rows(min_row=2, values_only=True)
        ]
        for sheet in book
    }


def rows(*documents: Document, told: Told | None = None) -> list[Row]:
    return read(written(*documents, told=told))["Rejestr"]


def as_money(value: float | None) -> str:
    return f"{Decimal(str(value)):.2f}"


@settings(max_examples=30, deadline=None)
@given(any_documents())
def test_any_documents_are_read_back_as_they_went_in(documents: list[Document]) -> None:
    told = Told()

    found = rows(*documents, told=told)

    suited = [each for each in documents if FORMAT.unsuited(each) is None]
    expected = [(each, row) for each in suited for row in each["vat_summary"]]
    assert len(found) == len(expected)
    for cells, (each, row) in zip(found, expected, strict=True):
        seller_or_buyer = each["buyer"] if each["income"] else each["seller"]
        clean = one_line(seller_or_buyer["name"]).replace("\ufffe", "").replace("\uffff", "")
        assert (cells["NazwaKontrahenta"] or "") == clean
        assert cells["NumerDokumentu"] == each["number"]
        assert cells["DataWystawienia"].date().isoformat() == each["issue_date"]
        assert cells["Stawka"] == row["rate"]
        amounts = [as_money(cells[name]) for name in ("Netto", "VAT", "Brutto")]
        assert amounts == [row["net"], row["vat"], row["gross"]]
    left_out = {each["number"] for each in documents} - {each["number"] for each in suited}
    assert set(told.numbers("unsupported_document")) == left_out


def test_a_tax_number_is_text_and_keeps_its_zeros() -> None:
    (row,) = rows(document(buyer=party(tax_no="0940142010")))

    assert row["NrKontrahenta"] == "0940142010"


def test_amounts_are_numbers_and_days_are_dates() -> None:
    abroad = document(vat_sum("23", "10.00"), currency="EUR", exchange_rate="4.2345")

    (row,) = rows(abroad)

    assert (row["Netto"], row["Kurs"], row["NettoPLN"]) == (10, 4.2345, 42.35)
    assert row["TerminPlatnosci"] == datetime(2026, 10, 19)  # noqa: DTZ001
    assert row["DataWplywu"] is None


@pytest.mark.parametrize("text", ["=1+1", "+48 123", "-5", "@SUM(A1)", "\t=1+1"])
def test_a_text_that_looks_like_a_formula_is_guarded(text: str) -> None:
    (row,) = rows(document(buyer=party(name=text), number=text))

    assert row["NazwaKontrahenta"].startswith("'")
    assert row["NumerDokumentu"].startswith("'")


@pytest.mark.parametrize("text", ["https://example.com/", "mailto:a@example.com", "01.10", "1e5"])
def test_a_text_stays_text(text: str) -> None:
    content = written(document(number=text))

    assert read(content)["Rejestr"][0]["NumerDokumentu"] == text
    assert b"hyperlink" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_characters_that_xml_can_not_hold_are_dropped_and_told() -> None:
    told = Told()

    (row,) = rows(document(buyer=party(name="a\uffffb\ud800c")), told=told)

    assert row["NazwaKontrahenta"] == "abc"
    assert told.codes == {"characters_replaced"}


def test_a_full_sheet_is_followed_by_another() -> None:
    run = a_run(*(document(number=f"FV {place}") for place in range(5)))

    sheets = read(b"".join(write(run, most_rows=3)))

    assert {name: [row["NumerDokumentu"] for row in found] for name, found in sheets.items()} == {
        "Rejestr": ["FV 0", "FV 1"],
        "Rejestr 2": ["FV 2", "FV 3"],
        "Rejestr 3": ["FV 4"],
    }


def test_the_same_run_gives_the_same_bytes_and_bears_its_moment() -> None:
    run = a_run(*golden_documents())

    first, second = b"".join(FORMAT.write(run)), b"".join(FORMAT.write(run))

    assert first == second
    book = load_workbook(io.BytesIO(first))
    assert book.properties.created.replace(tzinfo=UTC) == run.created_at


def test_no_document_gives_the_columns_alone() -> None:
    content = written()

    (header,) = load_workbook(io.BytesIO(content))["Rejestr"].iter_rows(values_only=True)
    assert header == COLUMNS


def test_what_is_no_vat_document_is_left_out_and_told() -> None:
    told = Told()

    found = rows(document(kind="proforma", number="X"), document(number="GOOD"), told=told)

    assert [row["NumerDokumentu"] for row in found] == ["GOOD"]
    assert told.numbers("unsupported_document") == ["X"]


def test_a_failure_on_the_way_is_told_and_leaves_no_file_open() -> None:
    def broken() -> Iterator[Document]:
        yield document()
        raise ConnectionError("the database went away")

    with pytest.raises(ConnectionError):
        b"".join(FORMAT.write(a_run(documents=broken)))
