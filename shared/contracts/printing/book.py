"""Documents one after another in a PDF, each on pages of its own."""

from io import BytesIO
from typing import Any

from shared.contracts.document import Document
from shared.contracts.printing.page import MARGIN, register_fonts
from shared.contracts.printing.paper import parts
from shared.contracts.printing.words import Words


def print_document(document: Document, language: str, *, link: str | None = None) -> bytes:
    """The document as PDF 1.4; `language` is `pl`, `en` or `pl-en`, which has both.

    `link` is where KSeF shows the invoice. The same content, the same bytes.
    """
    book = Book(language, f"{Words(language).title(document)} {document['number']}")
    book.add(document, link=link)
    return book.finish()


class Book:
    """A PDF that is printed document by document, and keeps no more of each than its pages."""

    def __init__(self, language: str, title: str) -> None:
        from shared.contracts.printing.numbered import NumberedCanvas

        register_fonts()
        self._words = Words(language)
        self._target = BytesIO()
        self._canvas = NumberedCanvas(self._target, words=self._words, invariant=1)
        self._canvas.setTitle(title)

    @property
    def pages(self) -> int:
        """How many there are so far."""
        return int(self._canvas.getPageNumber()) - 1

    def add(
        self, document: Document, *, link: str | None = None, bookmark: str | None = None
    ) -> None:
        """Print one more; under `bookmark`, a key of its own, it stands in the outline."""
        from reportlab.lib.pagesizes import A4
        from reportlab.platypus import SimpleDocTemplate

        self._canvas.begin(document["number"], bookmark)
        template = SimpleDocTemplate(
            self._target,
            pagesize=A4,
            leftMargin=MARGIN,
            rightMargin=MARGIN,
            topMargin=MARGIN,
            bottomMargin=MARGIN + 10,
        )
        template.build(list(parts(document, self._words, link)), canvasmaker=self._same)

    def finish(self) -> bytes:
        """The whole PDF; nothing is added any more."""
        self._canvas.finish()
        return self._target.getvalue()

    def _same(self, *_: Any, **__: Any) -> Any:
        """Every document is laid out on the one canvas."""
        return self._canvas
