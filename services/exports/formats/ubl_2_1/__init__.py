"""UBL 2.1: each sale as an invoice of EN 16931 and Peppol BIS Billing 3.0, in one ZIP.

Specification: OASIS UBL 2.1, `Invoice` and `CreditNote`; EN 16931-1 with the rules of CEN and of
Peppol BIS Billing 3.0, all of which every file keeps. Encoding: UTF-8 without BOM. Line ends: LF.
UBL holds one invoice per file, so the job's one file is always a ZIP: a file per invoice, named
by its place and its number, made safe for every system. The same run gives the same bytes.

What goes in: invoices and bills that the account issued. 380 is an invoice, 386 an advance
invoice, 381 a credit note, which a correction is: its amounts are the differences with the other
sign, negative where it adds. What it corrects, and the advances that a final invoice settles,
stand in `BillingReference`. VAT is grouped by category and rate, with VATEX codes and the legal
basis; in another currency the tax in PLN stands beside. Lines are the document's rows where
they add up to its sums, else one per rate; a row whose price times quantity is another
value than the row's has that value as the price of all its units.

The buyer's electronic address is its VAT number: Peppol reaches nobody by e-mail. It demands a
reference of the buyer; the account's settings hold one for all, `NA` where there is none. A
price has no sign, a quantity has.

Left out and reported: costs; buyers without name, country or VAT number (consumers, firms
outside the schemes of Peppol); sums outside
of VAT together with taxable ones; tax that its rate does not give; corrections of nothing that
is named. GTU codes, procedures, self-billing and units that Recommendation 20 has no word for
are not carried, which is reported. Without an invoice there is no file.

Raises ValueError where a document breaks its contract.
"""

from collections.abc import Iterator
from contextlib import closing

from services.exports.formats.archive_zip.names import safe_name
from services.exports.formats.archive_zip.zip_stream import PackedBytes, ZipStream
from services.exports.formats.format import Format
from services.exports.formats.left_out import note_left_out
from services.exports.formats.problems import CODES, Notes, Problem
from services.exports.formats.run import Run
from services.exports.formats.schema import with_defaults
from services.exports.formats.suits import suited
from services.exports.formats.totals import compare
from services.exports.formats.ubl_2_1.invoice import Invoice
from services.exports.formats.ubl_2_1.settings import SCHEMA
from services.exports.formats.ubl_2_1.suits import obstacles, unsuited
from shared.texts import N_

_LEFT_OUT = ("gtu", "procedures", "self_billing", "triangular")


def write(run: Run) -> Iterator[bytes]:
    """The ZIP, or nothing where no document suits."""
    notes, count = Notes(run.report), 0
    settings = with_defaults(SCHEMA, run.settings)
    with closing(ZipStream()) as zip_:
        for document in suited(run, unsuited, run.report):
            note_left_out(document, _LEFT_OUT, notes)
            invoice = Invoice(document, run.account.company, settings, notes)
            content = PackedBytes(invoice.text().encode())
            notes.tell(document)
            compare(document, invoice.gross, run.report)
            count += 1
            yield from zip_.add(safe_name(f"{count:06d}_{document['number']}.xml"), content)
        if count:
            yield from zip_.end()
        else:
            run.report(Problem(code="no_documents", text=CODES["no_documents"]))


FORMAT = Format(
    id="ubl_2_1",
    name=N_("UBL 2.1, EN 16931 / Peppol BIS 3"),
    program=N_("Peppol; programs abroad that take European e-invoices"),
    media_type="application/zip",
    encoding="utf-8",
    extension="zip",
    carries=(
        "sales",
        "positions",
        "corrections",
        "advances",
        "final_invoices",
        "foreign_currency",
        "margin",
        "reverse_charge",
        "exemptions",
        "ksef_numbers",
    ),
    directions=("sale",),
    empty=False,
    write=write,
    unsuited=unsuited,
    obstacles=obstacles,
    settings=SCHEMA,
)
