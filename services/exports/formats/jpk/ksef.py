"""The number that KSeF gave an invoice, as the schemas of JPK take it."""

import re

from services.exports.formats.problems import Notes
from shared.contracts.document import Document

_NUMBER = re.compile(
    r"([1-9]((\d[1-9])|([1-9]\d))\d{7}|M\d{9}|[A-Z]{3}\d{7})"
    r"-(20[2-9]\d|2[1-9]\d{2}|[3-9]\d{3})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
    r"-[0-9A-F]{6}-?[0-9A-F]{6}-[0-9A-F]{2}",
    re.ASCII,
).fullmatch


def ksef_number(document: Document, notes: Notes) -> str:
    """The number, or nothing; one that KSeF can't have given is noted as missing."""
    number = document["ksef_number"] or ""
    if number and not _NUMBER(number):
        notes.note("incomplete_document", "ksef_number")
        return ""
    return number
