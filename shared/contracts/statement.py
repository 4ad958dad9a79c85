"""What accounts holds of a period: rows, digests and sums, as both sides count them."""

import hashlib
from collections.abc import Iterable
from typing import TypedDict

import orjson

from shared.contracts.document import Document


class Held(TypedDict):
    """One document: what names its content, and that of the file that it came in."""

    id: str
    number: str
    day: str  # Of issue, ISO 8601.
    version: int
    sha256: str  # Of the document's canonical JSON, hexadecimal.
    original: str | None  # SHA-256 of the file; None where there is none.


class SumRow(TypedDict):
    """The sums of one rate of the documents of one kind, month of issue, direction, currency.

    `rate` is empty for documents without rates, which count with their totals.
    """

    month: str  # Such as `2026-11`.
    income: bool
    kind: str
    currency: str
    rate: str
    documents: int
    net: str
    vat: str
    gross: str


def canonical(document: Document) -> bytes:
    """The document as JSON whose bytes depend on its values only: UTF-8, sorted keys."""
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS)


def digest(rows: Iterable[Held]) -> str:
    """SHA-256, hexadecimal, over the rows in the order of their ids, a line each."""
    found = hashlib.sha256()
    for row in sorted(rows, key=lambda each: each["id"]):
        line = f"{row['id']} {row['version']} {row['sha256']} {row['original'] or '-'}\n"
        found.update(line.encode())
    return found.hexdigest()
