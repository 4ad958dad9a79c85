"""VAT register as XLSX: the same table as the CSV, with numbers, dates and filters that work.

Specification: our own; columns are `register.COLUMNS`. Office Open XML (ECMA-376), written by
XlsxWriter with rows going to disk as they come. Encoding: UTF-8 inside a ZIP. Sheets
`Rejestr`, `Rejestr 2` and on, each of at most 1,048,575 documents' rates below its header.

What goes in: as in `vat_register_csv`. Amounts and rates of exchange are numbers, days are
dates, everything else is text: a NIP keeps its zeros, a document number never becomes a date.
No cell holds a formula or a link. Text that begins with `=`, `+`, `-` or `@` gets an apostrophe
before it all the same, since the table may be saved as CSV and opened again.

Written rules, reported: white space and control characters become one space, characters that
XML can't hold are dropped. Without a rate of exchange the PLN cells are empty, which is told.

The same run gives the same bytes: the file bears the moment of the run, its parts a fixed day.
Raises ValueError where a document breaks its contract.
"""

import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, date
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from services.exports.formats import vat_register_csv
from services.exports.formats.format import Format
from services.exports.formats.problems import Notes
from services.exports.formats.register import COLUMNS, MARGIN_COLUMNS, Register
from services.exports.formats.run import Run
from services.exports.formats.suits import suited
from services.exports.formats.vat_register_csv import unsuited
from shared.texts import N_

MOST_ROWS = 1_048_576
"""Rows of a sheet, its header among them."""

_PIECE = 1 << 16
_NUMBERS = frozenset(
    ["Netto", "VAT", "Brutto", "Kurs", "NettoPLN", "VATPLN", "BruttoPLN", *MARGIN_COLUMNS[1:]]
)
_DATES = frozenset(name for name in COLUMNS if name.startswith("Data")) | {"TerminPlatnosci"}
_WIDTHS = {"NazwaKontrahenta": 40, "AdresKontrahenta": 40, "NrKSeF": 38, "Opis": 40}
_WIDTH = 14
_NO_XML = re.compile("[\ufffe\uffff]")


def write(run: Run, *, most_rows: int = MOST_ROWS) -> Iterator[bytes]:
    """The file; of no documents, one that holds the names of the columns alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        _Table(path, run, most_rows).write()
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece


class _Table:
    """A workbook on its way; a sheet that is full is followed by another."""

    def __init__(self, path: Path, run: Run, most_rows: int) -> None:
        options = {
            "constant_memory": True,
            "tmpdir": str(path.parent),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = Workbook(str(path), options)
        self._book.use_zip64()
        self._book.set_properties({"created": run.created_at.astimezone(UTC).replace(tzinfo=None)})
        self._run = run
        self._most_rows = most_rows
        self._notes = Notes(run.report)
        self._formats = {
            name: self._book.add_format({"num_format": look})
            for name, look in (("number", "#,##0.00"), ("rate", "0.0000"), ("date", "yyyy-mm-dd"))
        }
        self._bold = self._book.add_format({"bold": True})
        self._sheet: Any = None
        self._row = 0
        self._begin_sheet()

    def write(self) -> None:
        """Rows first; the workbook is put together at the end, and not at all after a failure."""
        try:
            self._fill()
            self._end_sheet()
        except BaseException:
            for sheet in self._book.worksheets():
                sheet.row_data_fh.close()
            raise
        self._book.close()

    def _fill(self) -> None:
        register = Register(encoding="utf-8-bom", decimal="dot", notes=self._notes)
        for document in suited(self._run, unsuited, self._run.report):
            for row in register.rows(document):
                self._write(row)
            self._notes.tell(document)

    def _write(self, row: list[str]) -> None:
        if self._row == self._most_rows:
            self._end_sheet()
            self._begin_sheet()
        for place, (name, text) in enumerate(zip(COLUMNS, row, strict=True)):
            if text:
                self._write_cell(place, name, text)
        self._row += 1

    def _write_cell(self, place: int, name: str, text: str) -> None:
        if name in _NUMBERS:
            look = self._formats["rate" if name == "Kurs" else "number"]
            self._sheet.write_number(self._row, place, Decimal(text), look)
        elif name in _DATES:
            day = date.fromisoformat(text)
            self._sheet.write_datetime(self._row, place, day, self._formats["date"])
        else:
            self._sheet.write_string(self._row, place, self._clean(name, text))

    def _clean(self, name: str, text: str) -> str:
        clean = _NO_XML.sub("", text)
        if clean != text:
            self._notes.note("characters_replaced", name)
        return clean

    def _begin_sheet(self) -> None:
        """The header; what a sheet looks like is written before its rows."""
        count = len(self._book.worksheets()) + 1
        self._sheet = self._book.add_worksheet("Rejestr" if count == 1 else f"Rejestr {count}")
        self._sheet.freeze_panes(1, 0)
        for place, name in enumerate(COLUMNS):
            self._sheet.set_column(place, place, _WIDTHS.get(name, _WIDTH))
            self._sheet.write_string(0, place, name, self._bold)
        self._row = 1

    def _end_sheet(self) -> None:
        self._sheet.autofilter(0, 0, max(self._row - 1, 1), len(COLUMNS) - 1)


FORMAT = Format(
    id="vat_register_xlsx",
    name=N_("VAT register, XLSX"),
    program=N_("Spreadsheets"),
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    encoding="utf-8",
    extension="xlsx",
    carries=vat_register_csv.FORMAT.carries,
    write=write,
    unsuited=unsuited,
)
