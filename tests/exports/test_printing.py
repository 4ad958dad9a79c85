"""Whatever documents there are, they can be printed."""

import io

from hypothesis import given, settings
from pypdf import PdfReader

from services.exports.printing.printing import print_document
from services.exports.printing.sheet import PLAIN, WIDTH, register_fonts, wrapped
from shared.contracts.document import Document
from tests.exports.formats.any_documents import any_documents
from tests.exports.formats.documents import document, party


@settings(max_examples=20, deadline=None)
@given(any_documents())
def test_any_document_is_printed_to_a_pdf_that_opens(documents: list[Document]) -> None:
    for each in documents:
        assert PdfReader(io.BytesIO(print_document(each, "pl"))).pages


def test_a_word_that_is_wider_than_the_page_is_broken_and_nothing_is_lost() -> None:
    register_fonts()
    word = "ż" * 1000

    lines = wrapped(word, PLAIN, 9, WIDTH)

    assert len(lines) > 1
    assert "".join(lines) == word


def test_markup_in_a_name_is_printed_as_it_stands() -> None:
    one = document(buyer=party(name="<b>A&B</b>"))

    text = PdfReader(io.BytesIO(print_document(one, "pl"))).pages[0].extract_text()

    assert "<b>A&B</b>" in text
