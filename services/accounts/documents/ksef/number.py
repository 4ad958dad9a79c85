"""The number that KSeF gives an invoice: `{NIP}-{YYYYMMDD}-{12 hex}-{2 hex}`."""

import re
from datetime import date

_FORM = re.compile("[0-9]{10}-([0-9]{8})-[0-9A-F]{12}-[0-9A-F]{2}")


def ksef_number_in(text: str) -> str | None:
    """`text` as a KSeF number in capitals; None where it has not that form."""
    number = text.upper()
    return number if accepted_on(number) else None


def number_from_file_name(name: str) -> str | None:
    """The KSeF number that a file is named after, as KSeF names the files it hands out."""
    stem, _, extension = name.rpartition(".")
    return ksef_number_in(stem) if extension.lower() == "xml" else None


def accepted_on(number: str) -> date | None:
    """The day on which KSeF took the invoice in, which is the day the buyer received it.

    Source: VAT act, art. 106na ust. 3. None where `number` has not the form of a KSeF number.
    """
    match = _FORM.fullmatch(number)
    if match is None:
        return None
    try:
        return date.fromisoformat(match[1])
    except ValueError:
        return None
