"""The bytes of a list as rows of cells: CSV as spreadsheets write it, XLSX, or pasted text."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from shared.errors import Invalid, TooLarge
from shared.texts import N_

MIB = 1024 * 1024
LARGEST = 5 * MIB  # bytes as sent
LARGEST_UNPACKED = 50 * MIB  # bytes of all parts of an XLSX
MOST_ROWS = 2000
MOST_COLUMNS = 100

FORMULA = "="  # What stands for a cell that a spreadsheet would calculate.
RUNS = ("=", "+", "-", "@", "\t", "\r")  # How text begins that a spreadsheet would run.

NOT_CSV = N_("The file is no CSV in UTF-8 or Windows-1250.")
NOT_XLSX = N_("The file is no XLSX that can be read.")
TOO_LARGE = N_("A list of companies has %(mib)s MiB at most.")
TOO_MANY = N_("A list has %(rows)s companies at most. Send the rest as another one.")

Cells = Sequence[str]


def check_size(data: bytes) -> None:
    """Raise TooLarge for more than is read here."""
    if len(data) > LARGEST:
        raise TooLarge(TOO_LARGE, mib=LARGEST // MIB)


def rows_of_text(data: bytes) -> Iterator[tuple[int, Cells]]:
    """Number and cells of each row that is not empty."""
    text = _decoded(data)
    separator = max(";\t,", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from _limited((reader.line_num, [_plain(cell) for cell in row]) for row in reader)
    except csv.Error as error:
        raise Invalid(NOT_CSV) from error


def rows_of_xlsx(data: bytes) -> Iterator[tuple[int, Cells]]:
    """Number and cells of each row of the first sheet that is not empty."""
    _check_parts(data)
    yield from _limited(_sheet(data))


def _sheet(data: bytes) -> Iterator[tuple[int, Cells]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        rows = book.worksheets[0].iter_rows(max_col=MOST_COLUMNS)
        for number, row in enumerate(rows, start=1):
            yield number, [_cell(cell) for cell in row]
    except Exception as error:  # openpyxl names no family of errors for a broken file.
        raise Invalid(NOT_XLSX) from error


def _limited(rows: Iterator[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
    found = 0
    for number, cells in rows:
        if not any(cells):
            continue
        found += 1
        if found > MOST_ROWS + 1:  # One of them are the headings.
            raise Invalid(TOO_MANY, rows=MOST_ROWS)
        yield number, cells


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1250"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid(NOT_CSV)


def _plain(cell: str) -> str:
    """A cell as text; a lone hyphen is how people write that there is nothing."""
    text = cell.strip(" ")
    if text in ("", "-"):
        return ""
    return FORMULA if text.startswith(RUNS) else text.strip()


def _cell(cell: Any) -> str:
    if cell.data_type == "f":
        return FORMULA
    value = cell.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # A spreadsheet keeps a tax number as a number.
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return _plain("" if value is None else str(value))


def _check_parts(data: bytes) -> None:
    """Refuse what unpacks to too much, and XML that declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST_UNPACKED:
                raise TooLarge(TOO_LARGE, mib=LARGEST // MIB)
            for part in parts.infolist():
                if b"<!DOCTYPE" in parts.read(part).replace(b"\x00", b""):
                    raise Invalid(NOT_XLSX)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise Invalid(NOT_XLSX) from error
