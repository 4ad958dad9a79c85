"""Fields of an EDI++ record: text in quotation marks, amounts with four places, moments.

A field without a value is nothing between two commas.
"""

from datetime import UTC, date, datetime

from services.exports.formats.amounts import money, within
from services.exports.formats.letters import central
from services.exports.formats.problems import Notes

NOTHING = ""
NO_AMOUNT = "0.0000"


def text(name: str, value: str | None, most: int, notes: Notes) -> str:
    """`value` in windows-1250, at most `most` letters, its quotation marks doubled."""
    line = central(name, value, most, notes)
    return '"' + line.replace('"', '""') + '"' if line else NOTHING


def amount(hundredths: int) -> str:
    return f"{money(hundredths)}00"


def number(name: str, value: str, notes: Notes) -> str:
    """A rate or a quantity, rounded half up to four places."""
    fitting, exact = within(value, 4)
    if not exact:
        notes.note("number_rounded", name)
    whole, _, fraction = fitting.partition(".")
    return f"{whole}.{fraction:0<4}"


def day(value: str | date | None) -> str:
    return f"{value}".replace("-", "") + "000000" if value else NOTHING


def moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def record(*fields: str) -> str:
    return ",".join(fields) + "\r\n"


def section(header: str, *records: str) -> str:
    """A header and its content, each closed by an empty line."""
    return f"[NAGLOWEK]\r\n{header}\r\n[ZAWARTOSC]\r\n{''.join(records)}\r\n"
