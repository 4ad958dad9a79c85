"""A PDF of A4 pages that is written from top to bottom."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Any

PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 595, 842, 48  # points
WIDTH = PAGE_WIDTH - 2 * MARGIN
FOOT = 30  # points at the bottom that are kept for the page's number
PLAIN, BOLD = "Roboto", "Roboto-Bold"
GREY, LIGHT, BLACK = 0.35, 0.9, 0.0
LEADING = 1.35
LONGEST = 20_000
"""Letters of one text that are printed; the whole text is in the archive's `documents.jsonl`."""


class Sheet:
    """Lines and tables, on as many pages as they need. The same content, the same bytes."""

    def __init__(self, title: str) -> None:
        from reportlab.pdfgen.canvas import Canvas

        register_fonts()
        self._target = BytesIO()
        self._canvas: Any = Canvas(
            self._target, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=1
        )
        self._canvas.setTitle(title)
        self._at = 0.0
        self._page = 0
        self._mark = ""
        self.pages = 0

    def begin(self, mark: str, bookmark: str | None = None) -> None:
        """A new page; `mark` stands in its foot and in those of the pages that follow."""
        self._end_page()
        self._mark, self._page = mark, 0
        if bookmark is not None:
            self._canvas.bookmarkPage(bookmark)
            self._canvas.addOutlineEntry(mark, bookmark, 0)
        self._begin_page()

    def text(self, text: str, *, size: float = 9, font: str = PLAIN, grey: float = BLACK) -> None:
        """A paragraph over the whole width."""
        for line in wrapped(text, font, size, WIDTH):
            self.need(size * LEADING)
            self._draw(MARGIN, line, font, size, grey)
            self._at -= size * LEADING

    def space(self, points: float) -> None:
        self._at -= points

    def beside(self, columns: Sequence[Sequence[tuple[str, str]]]) -> None:
        """Columns of the same width, each of lines of text and font."""
        width = WIDTH / len(columns)
        broken = [
            [(piece, font) for text, font in column for piece in wrapped(text, font, 9, width - 12)]
            for column in columns
        ]
        for place in range(max(map(len, broken), default=0)):
            self.need(9 * LEADING)
            for number, column in enumerate(broken):
                if place < len(column):
                    line, font = column[place]
                    self._draw(MARGIN + number * width, line, font, 9, BLACK)
            self._at -= 9 * LEADING

    def table(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        *,
        left: int,
    ) -> None:
        """A table; column number `left` stands left and breaks, the others stand right.

        The head is repeated on each page.
        """
        self._row(head, widths, left=left, is_head=True)
        for row in rows:
            if self._lacks(row, widths, left):
                self._break()
                self._row(head, widths, left=left, is_head=True)
            self._row(row, widths, left=left, is_head=False)

    def need(self, points: float) -> None:
        """Go on to the next page where so much does not fit on this one."""
        if self._at - points < MARGIN + FOOT:
            self._break()

    def finish(self) -> bytes:
        """The whole PDF."""
        self._end_page()
        self._canvas.save()
        return self._target.getvalue()

    def _lacks(self, row: Sequence[str], widths: Sequence[float], left: int) -> bool:
        lines = len(wrapped(row[left], PLAIN, 8, widths[left] - 6))
        return self._at - min(lines, 40) * 8 * LEADING < MARGIN + FOOT

    def _row(
        self, row: Sequence[str], widths: Sequence[float], *, left: int, is_head: bool
    ) -> None:
        font = BOLD if is_head else PLAIN
        lines = wrapped(row[left], font, 8, widths[left] - 6)
        self._at -= 3
        for number, line in enumerate(lines):
            self.need(8 * LEADING)
            x = float(MARGIN)
            for place, width in enumerate(widths):
                if place == left:
                    self._draw(x + 3, line, font, 8, BLACK)
                elif number == 0:
                    self._draw_right(x + width - 3, row[place], font, 8, width - 4)
                x += width
            self._at -= 8 * LEADING
        self._canvas.setStrokeGray(GREY if is_head else LIGHT)
        self._canvas.line(MARGIN, self._at + 5, MARGIN + sum(widths), self._at + 5)

    def _draw(self, x: float, text: str, font: str, size: float, grey: float) -> None:
        self._canvas.setFillGray(grey)
        self._canvas.setFont(font, size)
        self._canvas.drawString(x, self._at, text)

    def _draw_right(self, x: float, text: str, font: str, size: float, width: float) -> None:
        """A number is never broken: it is printed as small as it must be to fit."""
        long = _width(text, font, size)
        fitting = size if long <= width else max(2.0, size * width / long)
        self._canvas.setFillGray(BLACK)
        self._canvas.setFont(font, fitting)
        self._canvas.drawRightString(x, self._at, text)

    def _break(self) -> None:
        self._end_page()
        self._begin_page()

    def _begin_page(self) -> None:
        self._page += 1
        self.pages += 1
        self._at = float(PAGE_HEIGHT - MARGIN - 12)
        self._canvas.setLineWidth(0.5)

    def _end_page(self) -> None:
        if not self._page:
            return
        self._canvas.setFillGray(GREY)
        self._canvas.setFont(PLAIN, 7)
        foot = f"{self._mark[:90]} · {self._page}"
        self._canvas.drawRightString(PAGE_WIDTH - MARGIN, MARGIN, foot)
        self._canvas.showPage()


def wrapped(text: str, font: str, size: float, width: float) -> list[str]:
    """`text` in lines no wider than `width` points, broken at spaces where there are any."""
    lines: list[str] = []
    for paragraph in text[:LONGEST].splitlines() or [""]:
        if _width(paragraph, font, size) <= width:
            lines.append(paragraph)
        else:
            lines += _broken(paragraph, font, size, width)
    return lines


def _broken(text: str, font: str, size: float, width: float) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if _width(longer, font, size) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _chopped(word, font, size, width)
        lines += full
    return [*lines, line]


def _chopped(word: str, font: str, size: float, width: float) -> list[str]:
    """A word that is wider than a line, in pieces."""
    pieces, piece = [], ""
    for letter in word:
        if piece and _width(piece + letter, font, size) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def _width(text: str, font: str, size: float) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, font, size))


@cache
def register_fonts() -> None:
    """Roboto of the package `font-roboto` (Apache-2.0): Latin, Greek and Cyrillic letters."""
    from font_roboto import font_files  # type: ignore[import-untyped]
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    registerFont(TTFont(PLAIN, font_files["Roboto"]))
    registerFont(TTFont(BOLD, font_files["RobotoBold"]))
