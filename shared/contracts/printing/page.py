"""The paper: its measures, its letters, tables and lines of text."""

from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any

MARGIN, PADDING = 42, 6  # points; a page leaves the padding inside its margins
WIDTH = 595 - 2 * (MARGIN + PADDING)
GREY, LIGHT, FAINT = "#555555", "#e8e8e8", "#f6f6f6"


def text(markup: str, style: str = "text") -> Any:
    """A paragraph; `markup` is escaped but for what is meant as markup."""
    from reportlab.platypus import Paragraph

    return Paragraph(markup, styles()[style])


def safe(words: str) -> str:
    return escape(words, quote=False)


def table(
    rows: Sequence[Sequence[str]],
    shares: Sequence[float],
    *,
    texts: Sequence[int] = (),
    bold: Sequence[int] = (),
) -> Any:
    """A table whose head is repeated on each page; `shares` of the width add up to 1 or less.

    Columns in `texts` stand left and break into lines, as all heads do; the others stand right
    and never break, which is several times as fast. Rows in `bold` are sums.
    """
    from reportlab.platypus import LongTable

    head = [
        text(safe(cell), "head" if at in texts else "head_right") for at, cell in enumerate(rows[0])
    ]
    cells = [head] + [
        [text(safe(cell), "cell") if at in texts else cell for at, cell in enumerate(row)]
        for row in rows[1:]
    ]
    style: list[Any] = [
        ("FONT", (0, 1), (-1, -1), "Roboto", 8, 10),
        ("ALIGN", (0, 0), (-1, -1), "RIGHT"),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("BACKGROUND", (0, 0), (-1, 0), LIGHT),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LIGHT),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    style += [("FONT", (0, at), (-1, at), "Roboto-Bold", 8, 10) for at in bold]
    style += [("BACKGROUND", (0, at), (-1, at), FAINT) for at in bold]
    widths = [WIDTH * share for share in shares]
    options = {"repeatRows": 1, "splitInRow": 1, "hAlign": "RIGHT"}
    return LongTable(cells, colWidths=widths, style=style, **options)


def columns(left: Sequence[Any], right: Sequence[Any], *, share: float = 0.5) -> Any:
    """Two columns side by side; `share` of the width is the left one's."""
    from reportlab.platypus import Table

    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
    ]
    widths = [WIDTH * share, WIDTH * (1 - share)]
    return Table([[list(left), list(right)]], colWidths=widths, style=style, splitInRow=1)


def qr_code(link: str, size: float) -> Any:
    """A QR code of `size` points that opens `link`."""
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing

    code = QrCodeWidget(link, barLevel="M", barBorder=2)
    left, bottom, right, top = code.getBounds()
    scale = (size / (right - left), 0, 0, size / (top - bottom), 0, 0)
    return Drawing(size, size, code, transform=scale)


@cache
def styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    plain = ParagraphStyle("text", fontName="Roboto", fontSize=9, leading=12.5, splitLongWords=1)
    cell = ParagraphStyle("cell", parent=plain, fontSize=8, leading=10)
    head = ParagraphStyle("head", parent=cell, fontSize=7.5, leading=9, textColor=GREY)
    return {
        "text": plain,
        "title": ParagraphStyle("title", parent=plain, fontSize=16, leading=20, spaceAfter=4),
        "heading": ParagraphStyle("heading", parent=plain, fontName="Roboto-Bold", spaceAfter=2),
        "total": ParagraphStyle("total", parent=plain, fontSize=12, leading=18, alignment=2),
        "right": ParagraphStyle("right", parent=plain, alignment=2),
        "small": ParagraphStyle("small", parent=plain, fontSize=7, leading=9),
        "cell": cell,
        "head": head,
        "head_right": ParagraphStyle("head_right", parent=head, alignment=2),
    }


@cache
def register_fonts() -> None:
    """Roboto of the package `font-roboto` (Apache-2.0): Latin, Greek and Cyrillic letters."""
    from font_roboto import font_files  # type: ignore[import-untyped]
    from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
    from reportlab.pdfbase.ttfonts import TTFont

    registerFont(TTFont("Roboto", font_files["Roboto"]))
    registerFont(TTFont("Roboto-Bold", font_files["RobotoBold"]))
    registerFontFamily("Roboto", "Roboto", "Roboto-Bold", "Roboto", "Roboto-Bold")
