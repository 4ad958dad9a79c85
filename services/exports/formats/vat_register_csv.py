"""VAT register as CSV: a table for spreadsheets and programs that import columns.

Specification: our own; columns (`register.COLUMNS`) are named after the fields of JPK. RFC 4180
quoting, `;` between cells. Encoding: UTF-8 with BOM, or windows-1250 by option. Line ends:
CRLF. Amounts: comma by default, as Polish spreadsheets read them, or a dot; dates ISO 8601.

What goes in: sales and costs that stand in a VAT register, one row per document and VAT rate,
amounts in the document's currency and in PLN. A correction holds differences. A sale under the
margin scheme stands with its gross; beside it are the margin without its tax and the tax, in PLN,
and the fields of JPK_V7 where they count. Where the margin is taxed at several rates, each further
one has a row that holds nothing else. Without the price of purchase on every row these cells are
empty, which is reported.

Written rules: white space and control characters become one space; a cell of text that
begins with `=`, `+`, `-` or `@` gets an apostrophe before it, so that no spreadsheet runs it as
a formula (numbers do not); in windows-1250 missing letters are transliterated, which is
reported. Without a rate of exchange the PLN cells are empty, which is reported.

Raises ValueError where a document breaks its contract.
"""

import csv
import io
from collections.abc import Iterator

from services.exports.formats.format import Format
from services.exports.formats.letters import ENCODING
from services.exports.formats.problems import Notes, Problem
from services.exports.formats.register import COLUMNS, Register
from services.exports.formats.run import Run
from services.exports.formats.schema import Schema, with_defaults
from services.exports.formats.stream import encoded
from services.exports.formats.suits import VAT_REASONS, first_of, suited
from shared.contracts.document import Document
from shared.texts import N_

OPTIONS: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "encoding": {
            "type": "string",
            "title": N_("Encoding of the file"),
            "enum": ["utf-8-bom", ENCODING],
            "default": "utf-8-bom",
        },
        "decimal": {
            "type": "string",
            "title": N_("Decimal sign"),
            "enum": ["comma", "dot"],
            "default": "comma",
        },
    },
}

BOM = "\ufeff"


def write(run: Run) -> Iterator[bytes]:
    """The file; of no documents, one that holds the names of the columns alone."""
    central = with_defaults(OPTIONS, run.options)["encoding"] == ENCODING
    return encoded(_texts(run), ENCODING if central else "utf-8")


def unsuited(document: Document) -> Problem | None:
    """Why the file can't carry the document, or None."""
    return first_of(VAT_REASONS, document)


def csv_lines(rows: Iterator[list[str]]) -> str:
    """Rows as the file writes them."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=";", lineterminator="\r\n").writerows(rows)
    return target.getvalue()


def _texts(run: Run) -> Iterator[str]:
    options = with_defaults(OPTIONS, run.options)
    notes = Notes(run.report)
    register = Register(encoding=options["encoding"], decimal=options["decimal"], notes=notes)
    header = csv_lines(iter([list(COLUMNS)]))
    yield header if options["encoding"] == ENCODING else BOM + header
    for document in suited(run, unsuited, run.report):
        yield csv_lines(register.rows(document))
        notes.tell(document)


FORMAT = Format(
    id="vat_register_csv",
    name=N_("VAT register, CSV"),
    program=N_("Spreadsheets; programs that import columns"),
    media_type="text/csv",
    encoding="utf-8-bom",
    extension="csv",
    carries=(
        "sales",
        "costs",
        "vat_register",
        "corrections",
        "foreign_currency",
        "margin",
        "reverse_charge",
        "split_payment",
        "jpk_codes",
    ),
    write=write,
    unsuited=unsuited,
    options=OPTIONS,
)
