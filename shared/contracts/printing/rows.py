"""The rows of a printed document, and its sums per VAT rate."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from shared.contracts.document import WAREHOUSE_KINDS, Document, Position
from shared.contracts.printing.farmer import label
from shared.contracts.printing.page import table, text
from shared.contracts.printing.words import Words
from shared.texts import N_


class Column(NamedTuple):
    """A column of the rows; `share` is its part of the width beside the others."""

    head: str
    share: float
    is_text: bool = False
    name: str = ""


COLUMNS = (
    Column(N_("No."), 5),
    Column(N_("Goods or service"), 33, is_text=True),
    Column(N_("GTU"), 12, is_text=True),
    Column(N_("Unit"), 8, is_text=True),
    Column(N_("Quantity"), 10),
    Column(N_("Net price"), 13),
    Column(N_("Gross price"), 13),
    Column(N_("Discount"), 9),
    Column(N_("VAT"), 9, name="rate"),
    Column(N_("Net"), 13, name="net"),
    Column(N_("Amount of VAT"), 12, name="vat"),
    Column(N_("Gross"), 13, name="gross"),
)


def is_of_margin(document: Document) -> bool:
    """Whether it may show neither rate nor VAT: VAT act, art. 106e ust. 2 and 3."""
    rates = {row["rate"] for row in document["vat_summary"]}
    return rates == {"margin"}


class Part(NamedTuple):
    """Some rows of a document under their heading, which is empty where they are all of it.

    `columns` are those in which one of the rows has something.
    """

    heading: str
    columns: list[Column]
    lines: list[list[str]]


def parts_of(document: Document, words: Words) -> list[Part]:
    """The rows; of a correction those before and those after it."""
    positions = document["positions"]
    if document["kind"] != "correction":
        parts = [("", positions)]
    else:
        before = [row for row in positions if row["before"]]
        after = [row for row in positions if not row["before"]]
        headings = (N_("Before the correction"), N_("After the correction"))
        parts = [(words.say(headings[0]), before), (words.say(headings[1]), after)]
    return [_part(document, heading, some, words) for heading, some in parts if some]


def rows(document: Document, words: Words) -> Iterator[Any]:
    """The rows as tables for paper."""
    from reportlab.platypus import Spacer

    for heading, shown, lines in parts_of(document, words):
        if heading:
            yield text(heading, "heading")
        whole = sum(column.share for column in shown)
        shares = [column.share / whole for column in shown]
        heads = [words.say(column.head) for column in shown]
        texts = [at for at, column in enumerate(shown) if column.is_text]
        yield table([heads, *lines], shares, texts=texts)
        if heading:
            yield Spacer(0, 8)


def sums(document: Document, words: Words) -> Iterator[Any]:
    """The sums as a table for paper; of a correction, and so its heading says, differences."""
    lines = sum_lines(document, words)
    if not lines:
        return
    if document["kind"] == "correction":
        yield text(words.say(N_("Difference")), "heading")
    shares = [0.17, *[0.14] * (len(lines[0]) - 1)]
    yield table(lines, shares, bold=[len(lines) - 1])


def sum_lines(document: Document, words: Words) -> list[list[str]]:
    """The sums per rate and of all, under their heads; nothing where there are none to show."""
    if _hidden(document) or not document["vat_summary"]:
        return []
    heads = (N_("VAT rate"), N_("Net"), N_("Amount of VAT"), N_("Gross"))
    lines = [[words.say(label(document, head)) for head in heads]]
    lines += [_amounts(words.rate(each["rate"]), each, words) for each in document["vat_summary"]]
    lines.append(_amounts(words.say(N_("Together")), document, words))
    if document["currency"] != "PLN":
        _add_pln(lines, document, words)
    return lines


def _amounts(name: str, of: Mapping[str, Any], words: Words) -> list[str]:
    return [name, *(words.number(of[part]) for part in ("net", "vat", "gross"))]


def _add_pln(lines: list[list[str]], document: Document, words: Words) -> None:
    """The VAT in PLN beside each sum: VAT act, art. 106e ust. 11."""
    known = [
        each["vat_pln"] or (None if Decimal(each["vat"]) else "0.00")
        for each in document["vat_summary"]
    ]
    told = [each for each in known if each is not None]
    whole = f"{sum(map(Decimal, told)):.2f}" if len(told) == len(known) else None
    lines[0].append(words.say(label(document, N_("Amount of VAT in PLN"))))
    for line, amount in zip(lines[1:], [*known, whole], strict=True):
        line.append(words.number(amount) or "–")


def _part(document: Document, heading: str, positions: Sequence[Position], words: Words) -> Part:
    cells, hidden = [_cells(row, words) for row in positions], _hidden(document)
    shown = [
        at
        for at, column in enumerate(zip(*cells, strict=True))
        if any(column) and COLUMNS[at].name not in hidden
    ]
    columns = [COLUMNS[at]._replace(head=label(document, COLUMNS[at].head)) for at in shown]
    return Part(heading, columns, [[row[at] for at in shown] for row in cells])


def _hidden(document: Document) -> frozenset[str]:
    """The columns that are not for the document: a warehouse knows no VAT, a margin hides it."""
    if document["kind"] in WAREHOUSE_KINDS:
        return frozenset(["rate", "vat", "gross"])
    return frozenset(["rate", "net", "vat"]) if is_of_margin(document) else frozenset()


def _cells(row: Position, words: Words) -> list[str]:
    return [
        str(row["no"]),
        row["name"],
        row["gtu"] or "",
        row["unit"] or "",
        words.number(row["quantity"]),
        words.number(row["unit_net"]),
        words.number(row["unit_gross"]),
        words.number(row["discount"]),
        words.rate(row["vat_rate"]),
        words.number(row["net"]),
        words.number(row["vat"]),
        words.number(row["gross"]),
    ]
