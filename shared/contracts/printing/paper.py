"""One document on A4 pages: who, when, what, how much, how to pay."""

from collections.abc import Iterable, Iterator
from typing import Any

from shared.contracts.document import Document
from shared.contracts.printing import farmer
from shared.contracts.printing.facts import Fact, foot_facts, head_facts, parties, total_fact
from shared.contracts.printing.page import (
    GREY,
    columns,
    qr_code,
    safe,
    text,
)
from shared.contracts.printing.rows import rows, sums
from shared.contracts.printing.words import Words
from shared.texts import N_

QR = 78  # points
BESIDE_QR = 5  # lines


def parts(document: Document, words: Words, link: str | None) -> Iterator[Any]:
    """What stands on the document's pages, from the top."""
    from reportlab.platypus import KeepTogether, Spacer

    yield from _head(document, words, link)
    yield Spacer(0, 8)
    yield columns(*([text(_party(*each))] for each in parties(document, words)))
    yield Spacer(0, 10)
    yield from rows(document, words)
    yield Spacer(0, 10)
    end = [*sums(document, words), Spacer(0, 6), *_total(document, words)]
    end += [text(line) for line in _lines(foot_facts(document, words))]
    end += farmer.statements(document, words)
    yield KeepTogether(end)


def _head(document: Document, words: Words, link: str | None) -> Iterator[Any]:
    """Title and facts, the first of them beside the QR code; a correction may have thousands."""
    title = text(f"{safe(words.title(document))} <b>{safe(document['number'])}</b>", "title")
    told = _lines(head_facts(document, words))
    lines = [text(line) for line in (*told, _bold(words.notes(document))) if line]
    if link:
        caption = safe(words.say(N_("Check in KSeF")))
        linked = f'<link href="{safe(link)}" color="{GREY}">{caption}</link>'
        code = [qr_code(link, QR), text(linked, "small")]
        yield columns([title, *lines[:BESIDE_QR]], code, share=1 - QR / 480)
        lines = lines[BESIDE_QR:]
    else:
        yield title
    yield from lines


def _total(document: Document, words: Words) -> Iterator[Any]:
    if total := total_fact(document, words):
        label, amount = total
        yield text(f"{_label(label)} <b>{safe(amount)}</b>", "total")
        yield from farmer.in_words(document, words)


def _lines(facts: Iterable[Fact]) -> Iterator[str]:
    """A line for each fact that says something."""
    for label, told in facts:
        if told:
            yield f"{_label(label)} {safe(told)}"


def _label(label: str) -> str:
    return f'<font color="{GREY}">{safe(label)}:</font>'


def _bold(notes: list[str]) -> str:
    return f"<b>{safe('; '.join(notes))}</b>" if notes else ""


def _party(label: str, lines: list[str]) -> str:
    name, *rest = (safe(line) for line in lines)
    return "<br/>".join([f'<font color="{GREY}">{safe(label)}</font>', f"<b>{name}</b>", *rest])
