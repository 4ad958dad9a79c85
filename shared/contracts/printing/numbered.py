"""Pages that say of which document they are, and which of how many of it."""

from typing import Any

from reportlab.pdfgen.canvas import Canvas

from shared.contracts.printing.page import GREY, MARGIN, PADDING, WIDTH
from shared.contracts.printing.words import Words
from shared.texts import N_


class NumberedCanvas(Canvas):  # type: ignore[misc]
    """Keeps the pages of a document until its last is known, then writes the foot of each.

    `save` ends a document, since that is what a layout calls at its end; `finish` ends the PDF.
    """

    def __init__(self, *arguments: Any, words: Words, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._words = words
        self._number = ""
        self._bookmark: str | None = None
        self._pages: list[dict[str, Any]] = []

    def begin(self, number: str, bookmark: str | None) -> None:
        """What follows is the document with this number."""
        self._number, self._bookmark = number, bookmark

    def showPage(self) -> None:  # noqa: N802
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        pages = self._pages
        for at, page in enumerate(pages, 1):
            self.__dict__.update(page)
            if at == 1 and self._bookmark is not None:
                self.bookmarkPage(self._bookmark)
                self.addOutlineEntry(self._number, self._bookmark, 0)
            self._foot(at, len(pages))
            super().showPage()
        self._pages = []

    def finish(self) -> None:
        super().save()

    def _foot(self, page: int, pages: int) -> None:
        self.setFont("Roboto", 7)
        self.setFillColor(GREY)
        told = self._words.say(N_("Page %(page)s of %(pages)s"), page=page, pages=pages)
        self.drawRightString(MARGIN + PADDING + WIDTH, MARGIN - 10, f"{self._number} · {told}")
