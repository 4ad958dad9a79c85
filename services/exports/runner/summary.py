"""`summary.csv`: what happened to each account of an export of several.

RFC 4180 with `;` between cells, UTF-8 with BOM, CRLF: what Polish spreadsheets open.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields

NAME = "summary.csv"
RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One account. `outcome` is `written`, or the code of the problem for which it got no file;
    `problems` are the codes reported, each with how often."""

    prefix: str
    name: str = ""
    tax_no: str = ""
    outcome: str
    file: str = ""
    size: int | str = ""
    sha256: str = ""
    documents: int | str = ""
    problems: str = ""


def as_csv(lines: Iterable[Line]) -> bytes:
    """The whole file."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow([field.name for field in fields(Line)])
    writer.writerows([_cell(value) for value in astuple(line)] for line in lines)
    return ("\ufeff" + target.getvalue()).encode()


def _cell(value: object) -> str:
    """No text is run as a formula by a spreadsheet."""
    text = str(value)
    return f"'{text}" if text.startswith(RUNS_AS_FORMULA) else text
