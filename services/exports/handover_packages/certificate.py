"""The certificate of a hand-over package: one A4 page, from the facts that were kept with it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from html import escape
from io import BytesIO
from typing import Any

from services.exports.handover_packages.models import HandoverPackage
from shared.texts import N_, say

MARGIN, PADDING = 50, 6  # points
WIDTH = 595 - 2 * (MARGIN + PADDING)
GREY, LIGHT = "#555555", "#e8e8e8"
MOST_SUMS, MOST_GAPS = 12, 5
"""Rows for which the page has room; the file has all."""

LONGEST_NAME = 160  # characters of a firm's name
LONGEST_NUMBER = 40  # characters of a document's
NO_BREAK = "\N{NO-BREAK SPACE}"
HEADS = (
    N_("Direction"), N_("Currency"), N_("VAT rate"), N_("Documents"), N_("Net"),
    N_("VAT amount"), N_("Gross"),
)  # fmt: skip
SHARES = (0.14, 0.11, 0.12, 0.13, 0.17, 0.16, 0.17)
DIRECTIONS = {"sale": N_("sales"), "cost": N_("costs")}

TITLE = N_("Hand-over certificate")
VERIFIED = N_(
    "Every document in the package was compared with what the account holds: its version, its "
    "content and the file that it came in are the same. The file was read again after it was "
    "written, and each file in it has the SHA-256 that its manifest names."
)
CHECK = N_(
    "Who has the file can check it at any time: its SHA-256 must be the one above. It holds all "
    "documents, the files that they came in, the register, the sums of each month and the gaps."
)

Fact = tuple[str, str]


def print_certificate(package: HandoverPackage, language: str) -> bytes:
    """The page as PDF 1.4; `language` is `pl` or `en`. The same package, the same bytes."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    _register_fonts()
    target = BytesIO()
    template = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=say(TITLE, language),
        invariant=1,
    )
    template.build(list(_parts(package, language)))
    return target.getvalue()


def _parts(package: HandoverPackage, language: str) -> Iterator[Any]:
    from reportlab.platypus import Spacer

    facts = package.facts or {}

    def told(text: str, **values: Any) -> str:
        return say(text, language, values or None)

    yield _text(escape(told(TITLE)), "title")
    yield _facts([(told(label), value) for label, value in _head(package, facts)])
    yield Spacer(0, 10)
    yield _text(f'<font color="{GREY}">{escape(told(N_("Sums of the VAT register")))}</font>')
    yield Spacer(0, 4)
    yield _sums(facts["sums"], told, language)
    yield Spacer(0, 10)
    yield _facts([(told(N_("Gaps in the numbers of sales")), _gaps(facts, told))])
    yield Spacer(0, 10)
    yield _facts([(told(label), value) for label, value in _file(package)])
    yield Spacer(0, 10)
    yield _text(escape(told(VERIFIED)))
    yield Spacer(0, 4)
    yield _text(escape(told(CHECK)))


def _head(package: HandoverPackage, facts: Mapping[str, Any]) -> Iterator[Fact]:
    yield N_("Bureau"), _firm(facts["bureau"])
    yield N_("Client"), _firm(facts["client"])
    yield N_("Served"), _period(package.served_from, package.served_to)
    yield N_("Documents issued"), _period(package.period_from, package.period_to)
    yield N_("Documents"), str(facts["documents"])
    yield N_("Of these with the file that they came in"), str(facts["originals"])


def _file(package: HandoverPackage) -> Iterator[Fact]:
    yield N_("File"), escape(package.file_name or "")
    yield N_("Size in bytes"), _number(str(package.file_size), "pl")
    yield "SHA-256", f'<font size="8">{package.file_sha256}</font>'
    yield N_("Verified"), _moment(package.ended_at)
    yield N_("Number of the package"), package.id


def _firm(firm: Mapping[str, Any]) -> str:
    name = str(firm.get("name") or "")
    short = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
    number = f", NIP {escape(str(firm['tax_no']))}" if firm.get("tax_no") else ""
    return f"<b>{escape(short)}</b>{number}"


def _period(first: date | None, last: date | None) -> str:
    return f"{first} – {last}"


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else ""


def _gaps(facts: Mapping[str, Any], told: Callable[..., str]) -> str:
    if not facts["gap_count"]:
        return escape(told(N_("none")))
    shown = facts["gaps"][:MOST_GAPS]
    ends = [dict.fromkeys(gap[end][:LONGEST_NUMBER] for end in ("first", "last")) for gap in shown]
    lines = [escape(" – ".join(each)) for each in ends]
    more = facts["gap_count"] - len(shown)
    if more:
        lines.append(escape(told(N_("and %(count)s more, in number_gaps.csv"), count=more)))
    return "<br/>".join(lines)


def _sums(sums: list[dict[str, Any]], told: Callable[..., str], language: str) -> Any:
    """What stands in the VAT register, by rate; the months are in the file."""
    from reportlab.platypus import Table

    registered = [each for each in sums if each["vat_register"]]
    rows = [[told(head) for head in HEADS]]
    for each in registered[:MOST_SUMS]:
        amounts = (_number(each[name], language) for name in ("net", "vat", "gross"))
        rate = each["rate"] or ""
        direction = told(DIRECTIONS[each["direction"]])
        rows.append([direction, each["currency"], rate, str(each["documents"]), *amounts])
    if not registered:
        rows.append([told(N_("none")), *[""] * (len(HEADS) - 1)])
    if len(registered) > MOST_SUMS:
        rows.append([told(N_("and more, in sums_by_month.csv")), *[""] * (len(HEADS) - 1)])
    style = [
        ("FONT", (0, 0), (-1, -1), "Roboto", 8, 10),
        ("ALIGN", (3, 0), (-1, -1), "RIGHT"),
        ("BACKGROUND", (0, 0), (-1, 0), LIGHT),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LIGHT),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    return Table(rows, colWidths=[WIDTH * share for share in SHARES], style=style)


def _facts(facts: list[Fact]) -> Any:
    from reportlab.platypus import Table

    rows = [
        [_text(f'<font color="{GREY}">{escape(label)}</font>'), _text(value)]
        for label, value in facts
    ]
    style = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
    style += [(f"{side}PADDING", (0, 0), (-1, -1), 1.5) for side in ("TOP", "BOTTOM")]
    return Table(rows, colWidths=[WIDTH * 0.3, WIDTH * 0.7], style=style)


def _number(text: str, language: str) -> str:
    """A decimal number as the language writes it."""
    whole, dot, fraction = text.partition(".")
    grouped = f"{int(whole):,}" if whole != "-0" else whole
    if language == "en":
        return f"{grouped}{dot}{fraction}"
    return f"{grouped.replace(',', NO_BREAK)}{',' if dot else ''}{fraction}"


def _text(markup: str, style: str = "text") -> Any:
    from reportlab.platypus import Paragraph

    return Paragraph(markup, _styles()[style])


@cache
def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    text = ParagraphStyle("text", fontName="Roboto", fontSize=9, leading=12, splitLongWords=1)
    title = ParagraphStyle("title", parent=text, fontSize=18, leading=30)
    return {"text": text, "title": title}


@cache
def _register_fonts() -> None:
    """Roboto of the package `font-roboto` (Apache-2.0): Latin, Greek and Cyrillic letters."""
    from font_roboto import font_files  # type: ignore[import-untyped]
    from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
    from reportlab.pdfbase.ttfonts import TTFont

    registerFont(TTFont("Roboto", font_files["Roboto"]))
    registerFont(TTFont("Roboto-Bold", font_files["RobotoBold"]))
    registerFontFamily("Roboto", "Roboto", "Roboto-Bold", "Roboto", "Roboto-Bold")
