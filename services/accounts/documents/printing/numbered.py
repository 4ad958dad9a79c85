"""Pages that say which of how many they are."""

from functools import partial
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from services.accounts.documents.printing.page import GREY, MARGIN, PADDING, WIDTH
from services.accounts.documents.printing.words import Words
from shared.texts import N_


class NumberedCanvas(Canvas):  # type: ignore[misc]
    """Keeps its pages until the last is known, then writes the foot of each."""

    def __init__(self, *arguments: Any, words: Words, number: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._words = words
        self._number = number
        self._pages: list[dict[str, Any]] = []

    @classmethod
    def of(cls, words: Words, number: str) -> Any:
        """What makes such canvases for the document with this number."""
        return partial(cls, words=words, number=number)

    def showPage(self) -> None:  # noqa: N802
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for at, page in enumerate(self._pages, 1):
            self.__dict__.update(page)
            self._foot(at, len(self._pages))
            super().showPage()
        super().save()

    def _foot(self, page: int, pages: int) -> None:
        self.setFont("Roboto", 7)
        self.setFillColor(GREY)
        told = self._words.say(N_("Page %(page)s of %(pages)s"), page=page, pages=pages)
        self.drawRightString(MARGIN + PADDING + WIDTH, MARGIN - 10, f"{self._number} · {told}")
