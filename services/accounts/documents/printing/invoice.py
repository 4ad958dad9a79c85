"""One document on A4 pages: who, when, what, how much, how to pay."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html import escape
from io import BytesIO
from typing import Any, NamedTuple

from services.accounts.documents.printing.words import PAYMENT_FORMS, PAYMENT_STATES, Words
from shared.contracts.document import Document, Party, Position
from shared.texts import N_

MARGIN, PADDING = 45, 6  # points; a page leaves the padding inside its margins
WIDTH = 595 - 2 * (MARGIN + PADDING)
GREY, LIGHT = "#555555", "#e8e8e8"


class Column(NamedTuple):
    """A column of the rows; `share` is its part of the width beside the others."""

    head: str
    share: float
    is_text: bool = False


COLUMNS = (
    Column(N_("No."), 5),
    Column(N_("Name"), 33, is_text=True),
    Column(N_("Unit"), 8, is_text=True),
    Column(N_("Quantity"), 9),
    Column(N_("Price"), 12),
    Column(N_("Discount"), 9),
    Column(N_("VAT"), 8),
    Column(N_("Net"), 12),
    Column(N_("Amount of VAT"), 12),
    Column(N_("Gross"), 13),
)
SUM_SHARES = (0.25, 0.25, 0.25, 0.25)


def print_document(document: Document, language: str) -> bytes:
    """The document as PDF 1.4; `language` is `pl` or `en`. The same content, the same bytes."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    _register_fonts()
    words = Words(language)
    title = f"{words.title(document)} {document['number']}"
    target = BytesIO()
    template = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN + 10,
        title=title,
        author=document["seller"]["name"],
        invariant=1,
    )
    foot = _foot(words, document)
    template.build(list(_parts(document, words)), onFirstPage=foot, onLaterPages=foot)
    return target.getvalue()


def _parts(document: Document, words: Words) -> Iterator[Any]:
    from reportlab.platypus import Spacer

    yield _text(f"{words.title(document)} <b>{_safe(document['number'])}</b>", "title")
    yield from (_text(line) for line in _head_lines(document, words))
    yield Spacer(0, 10)
    yield _parties(document, words)
    yield Spacer(0, 12)
    if document["positions"]:
        yield _positions(document, words)
        yield Spacer(0, 10)
    yield _sums(document, words)
    yield Spacer(0, 10)
    total = f"{words.number(document['gross'])} {document['currency']}"
    yield _text(_fact(words, N_("To pay in total"), total), "total")
    yield from (_text(line) for line in _foot_lines(document, words))


def _head_lines(document: Document, words: Words) -> Iterator[str]:
    yield _fact(words, N_("Date of issue"), document["issue_date"], document["issue_place"])
    yield _fact(words, N_("Date of sale"), document["sale_date"])
    yield _fact(words, N_("KSeF number"), document["ksef_number"])
    for corrected in document["corrected"]:
        day = corrected["issue_date"]
        yield _fact(words, N_("Corrects"), corrected["number"], day, corrected["ksef_number"])
    yield _fact(words, N_("Reason of the correction"), document["correction_reason"])
    yield _fact(words, N_("Settles the advance invoices"), *document["advances"])


def _foot_lines(document: Document, words: Words) -> Iterator[str]:
    form = PAYMENT_FORMS.get(document["payment_form"] or "")
    state = words.say(PAYMENT_STATES[document["payment_state"]])
    yield _fact(words, N_("Payment"), form and words.say(form), state, document["paid_date"])
    yield _fact(words, N_("Due date"), document["due_date"])
    yield _fact(words, N_("Bank account"), document["bank_account"])
    yield _fact(words, N_("Rate of exchange"), words.number(document["exchange_rate"]))
    yield _fact(words, N_("Basis of the exemption"), document["exempt_basis"])
    yield _fact(words, N_("Annotations"), *words.notes(document))
    yield _fact(words, N_("Remarks"), document["description"])


def _fact(words: Words, label: str, *values: str | None) -> str:
    """`label: value, value`, or nothing where there is no value."""
    told = ", ".join(_safe(value) for value in values if value)
    return f'<font color="{GREY}">{_safe(words.say(label))}:</font> {told}' if told else ""


def _parties(document: Document, words: Words) -> Any:
    from reportlab.platypus import Table

    cells = [
        _text(_party(words, N_("Seller"), document["seller"])),
        _text(_party(words, N_("Buyer"), document["buyer"])),
    ]
    style = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
    return Table([cells], colWidths=[WIDTH / 2] * 2, style=style)


def _party(words: Words, label: str, party: Party) -> str:
    kind = "NIP" if party["tax_no_kind"] == "nip" else words.say(N_("Tax number"))
    prefix = f"{party['country']} " if party["tax_no_kind"] == "eu_vat" else ""
    number = f"{kind}: {prefix}{party['tax_no']}" if party["tax_no"] else ""
    lines = [f'<font color="{GREY}">{_safe(words.say(label))}</font>']
    lines.append(f"<b>{_safe(party['name'])}</b>")
    lines += [_safe(line) for line in (party["address"], number, party["email"]) if line]
    return "<br/>".join(lines)


def _positions(document: Document, words: Words) -> Any:
    """The rows, in the columns in which one of them has something."""
    cells: list[list[str]] = [_cells(position, words) for position in document["positions"]]
    shown = [at for at, column in enumerate(zip(*cells, strict=True)) if any(column)]
    rows = [[words.say(COLUMNS[at].head) for at in shown]]
    rows += [[row[at] for at in shown] for row in cells]
    whole = sum(COLUMNS[at].share for at in shown)
    shares = [COLUMNS[at].share / whole for at in shown]
    texts = [place for place, at in enumerate(shown) if COLUMNS[at].is_text]
    return _table(rows, shares, texts=texts)


def _cells(row: Position, words: Words) -> list[str]:
    before = f" ({words.say(N_('before the correction'))})" if row["before"] else ""
    return [
        str(row["no"]),
        row["name"] + before,
        row["unit"] or "",
        words.number(row["quantity"]),
        words.number(row["unit_net"] or row["unit_gross"]),
        words.number(row["discount"]),
        words.rate(row["vat_rate"]),
        words.number(row["net"]),
        words.number(row["vat"]),
        words.number(row["gross"]),
    ]


def _sums(document: Document, words: Words) -> Any:
    heads = (N_("VAT"), N_("Net"), N_("Amount of VAT"), N_("Gross"))
    rows = [[words.say(head) for head in heads]]
    for each in document["vat_summary"]:
        vat = words.number(each["vat"])
        if each["vat_pln"] is not None:
            vat += f" ({words.number(each['vat_pln'])} PLN)"
        rate = words.rate(each["rate"])
        rows.append([rate, words.number(each["net"]), vat, words.number(each["gross"])])
    net, vat = words.number(document["net"]), words.number(document["vat"])
    rows.append([words.say(N_("Together")), net, vat, words.number(document["gross"])])
    return _table(rows, SUM_SHARES, texts=())


def _table(rows: list[list[str]], shares: Sequence[float], *, texts: Sequence[int]) -> Any:
    """A table whose head is repeated on each page.

    Columns in `texts` stand left and break into lines; the others stand right and never do,
    which is several times as fast.
    """
    from reportlab.platypus import LongTable

    cells = [
        [_text(_safe(cell), "cell") if at in texts else cell for at, cell in enumerate(row)]
        for row in rows
    ]
    style = [
        ("FONT", (0, 0), (-1, -1), "Roboto", 8, 10),
        ("ALIGN", (0, 0), (-1, -1), "RIGHT"),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("BACKGROUND", (0, 0), (-1, 0), LIGHT),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LIGHT),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    widths = [WIDTH * share for share in shares]
    return LongTable(cells, colWidths=widths, repeatRows=1, style=style)


def _foot(words: Words, document: Document) -> Callable[[Any, Any], None]:
    def draw(canvas: Any, template: Any) -> None:
        canvas.setFont("Roboto", 7)
        canvas.setFillColor(GREY)
        page = words.say(N_("Page %(number)s"), number=template.page)
        canvas.drawRightString(
            MARGIN + PADDING + WIDTH, MARGIN - 10, f"{document['number']} · {page}"
        )

    return draw


def _text(markup: str, style: str = "text") -> Any:
    from reportlab.platypus import Paragraph

    return Paragraph(markup, _styles()[style])


def _safe(text: str) -> str:
    return escape(text, quote=False)


@cache
def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    text = ParagraphStyle("text", fontName="Roboto", fontSize=9, leading=13, splitLongWords=1)
    return {
        "text": text,
        "title": ParagraphStyle("title", parent=text, fontSize=16, leading=24),
        "total": ParagraphStyle("total", parent=text, fontSize=12, leading=20),
        "cell": ParagraphStyle("cell", parent=text, fontSize=8, leading=10),
    }


@cache
def _register_fonts() -> None:
    """Roboto of the package `font-roboto` (Apache-2.0): Latin, Greek and Cyrillic letters."""
    from font_roboto import font_files  # type: ignore[import-untyped]
    from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
    from reportlab.pdfbase.ttfonts import TTFont

    registerFont(TTFont("Roboto", font_files["Roboto"]))
    registerFont(TTFont("Roboto-Bold", font_files["RobotoBold"]))
    registerFontFamily("Roboto", "Roboto", "Roboto-Bold", "Roboto", "Roboto-Bold")
