"""Whatever documents there are, they can be printed, alone or as a book."""

import io
from typing import Any

from hypothesis import given, settings
from pypdf import PdfReader

from shared.contracts.document import Document
from shared.contracts.printing import Book, print_document
from tests.exports.formats.any_documents import any_documents
from tests.exports.formats.documents import document, party, position


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text().replace("\xa0", " ") for page in PdfReader(io.BytesIO(pdf)).pages]


def corrected(number: int) -> dict[str, Any]:
    return {"number": f"FV {number}/2026", "issue_date": "2026-10-01", "ksef_number": None}


@settings(max_examples=20, deadline=None)
@given(any_documents())
def test_any_document_is_printed_to_a_pdf_that_opens(documents: list[Document]) -> None:
    for each in documents:
        assert PdfReader(io.BytesIO(print_document(each, "pl"))).pages


def test_a_word_that_is_wider_than_the_page_is_broken_and_nothing_is_lost() -> None:
    word = "ż" * 1000

    pages = pages_of(print_document(document(buyer=party(name=word)), "pl"))

    assert "".join(pages).count("ż") >= 1000


def test_a_row_that_is_longer_than_a_page_goes_on_over_the_next() -> None:
    one = document(positions=[position(name="deska " * 3000)])

    pages = pages_of(print_document(one, "pl"))

    assert len(pages) > 2
    assert "".join(pages).count("deska") == 3000


def test_a_correction_of_a_thousand_invoices_names_each() -> None:
    one = document(kind="correction", corrected=[corrected(at) for at in range(1000)])

    text = "".join(pages_of(print_document(one, "pl", link="https://ksef.example/1")))

    assert all(f"FV {at}/2026" in text for at in range(1000))


def test_long_parties_and_remarks_go_on_over_pages() -> None:
    long = document(
        seller=party(name="Firma " * 800), buyer=party(address="Ulica " * 800),
        description="Uwaga " * 3000,
    )  # fmt: skip

    text = "".join(pages_of(print_document(long, "pl")))

    assert text.count("Uwaga") == 3000
    assert text.count("Ulica") == 800


def test_markup_in_a_name_is_printed_as_it_stands() -> None:
    one = document(buyer=party(name="<b>A&B</b>"))

    assert "<b>A&B</b>" in pages_of(print_document(one, "pl"))[0]


def test_a_book_counts_the_pages_of_each_document_and_lists_them_in_its_outline() -> None:
    short, long = document(), document(positions=[position(no=no) for no in range(1, 101)])
    long["number"] = "FV 2/10/2026"
    book = Book("pl", "Dokumenty")

    book.add(short, bookmark="a")
    book.add(long, bookmark="b")
    pdf = book.finish()

    pages = pages_of(pdf)
    assert "Strona 1 z 1" in pages[0]
    assert f"FV 2/10/2026 · Strona 1 z {len(pages) - 1}" in pages[1]
    reader = PdfReader(io.BytesIO(pdf))
    outline = [(entry.title, reader.get_destination_page_number(entry)) for entry in reader.outline]
    assert outline == [(short["number"], 0), ("FV 2/10/2026", 1)]


def test_a_document_looks_the_same_in_a_book_and_alone() -> None:
    one = document()
    book = Book("pl", "Dokumenty")
    book.add(one)

    assert pages_of(book.finish()) == pages_of(print_document(one, "pl"))
