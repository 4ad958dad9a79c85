"""WAPRO XML, `MAGIK_EKSPORT` 4.3.2: documents for WAPRO Kaper and Fakir, as a ZIP of files.

Specification: the vendor's page KH-99.010, "Specyfikacja pliku XML", and its older PDF. One file
holds 1 to 999 documents, so the job's one file is always a ZIP: `magik_eksport_001.xml` and on,
each whole by itself with the contractors of its own documents. Encoding: UTF-8 without BOM. Line
ends: LF, one document per line; no namespace. Amounts: dot, two places; dates are Clarion's
day numbers, days since 28 December 1800 (2026-10-05 is 82461). Elements without a value are
left out.

What goes in: sales and costs that stand in a VAT register, each a `DOKUMENT` of the kind H with
its days, its values, VAT per rate in PLN and in its currency, and the codes of JPK in
`RODZAJ_TRANSAKCJI_HANDLOWEJ`. A correction has `CZY_DOKUMENT_KOREKTY`, `NR_DOK_ORYG` and
difference amounts. `WYROZNIK` is the same for the same document each time.

The account's settings (`settings.py`) name the types of documents of its source in Kaper.

Written rules, all reported: a number is cut to 30 characters, names to 50 and 200. Left out and
reported: `oo`, which has no code, and the margin scheme, whose code is longer than the field's
three letters; another currency without a rate of exchange. The legal basis of an exemption, the
reason of a correction, advances and the category have no field, which is reported. Without a
document there is no file: the specification demands one.

Raises ValueError where a document breaks its contract.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import islice
from typing import Any

from services.exports.formats.archive_zip.zip_stream import PackedBytes, ZipStream
from services.exports.formats.format import Format
from services.exports.formats.left_out import note_left_out
from services.exports.formats.problems import CODES, Notes, Problem
from services.exports.formats.run import Run
from services.exports.formats.schema import with_defaults
from services.exports.formats.suits import NO_EXCHANGE_RATE, VAT_REASONS, Reason, first_of, suited
from services.exports.formats.totals import compare, summed
from services.exports.formats.vat import RATES
from services.exports.formats.wapro_xml.contractors import Contractors, note_changes
from services.exports.formats.wapro_xml.record import record
from services.exports.formats.wapro_xml.settings import SCHEMA
from shared.contracts.document import Document
from shared.texts import N_

VERSION = "4.3.2"
MOST_DOCUMENTS = 999
LONGEST_CODE = 3

_LEFT_OUT = ("exempt_basis", "correction_reason", "advances", "category", "cash_method")


def write(run: Run) -> Iterator[bytes]:
    """The ZIP, or nothing where no document suits."""
    notes = Notes(run.report)
    settings = with_defaults(SCHEMA, run.settings)
    documents = suited(run, unsuited, run.report)
    place = 0
    with closing(ZipStream()) as zip_:
        while batch := list(islice(documents, MOST_DOCUMENTS)):
            place += 1
            content = _file(run, batch, settings, notes).encode()
            yield from zip_.add(f"magik_eksport_{place:03d}.xml", PackedBytes(content))
        if place:
            yield from zip_.end()
        else:
            run.report(Problem(code="no_documents", text=CODES["no_documents"]))


def unsuited(document: Document) -> Problem | None:
    """Why the file can't carry the document, or None."""
    return first_of(_REASONS, document)


def _has_no_code(document: Document) -> bool:
    codes = [RATES[row["rate"]].wapro for row in document["vat_summary"]]
    return any(code is None or len(code) > LONGEST_CODE for code in codes)


_REASONS: tuple[Reason, ...] = (
    *VAT_REASONS,
    NO_EXCHANGE_RATE,
    (_has_no_code, N_("WAPRO has no code for a VAT rate of the document.")),
)


def _file(run: Run, batch: list[Document], settings: Mapping[str, Any], notes: Notes) -> str:
    contractors = Contractors()
    records = "".join(
        _record(run, document, place, contractors, settings, notes)
        for place, document in enumerate(batch, 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<MAGIK_EKSPORT>\n'
        f"<INFO_EKSPORTU><WERSJA_MAGIKA>{VERSION}</WERSJA_MAGIKA>"
        "<NAZWA_PROGRAMU>biurko</NAZWA_PROGRAMU>"
        f"<DATA_EKSPORTU>{run.created_at:%d-%m-%Y}</DATA_EKSPORTU>"
        f"<LICZBA_DOKUMENTOW>{len(batch)}</LICZBA_DOKUMENTOW></INFO_EKSPORTU>\n"
        f"<DOKUMENTY>\n{records}</DOKUMENTY>\n{contractors.catalogue()}"
        "<KARTOTEKA_PRACOWNIKOW/>\n<KARTOTEKA_ARTYKULOW/>\n</MAGIK_EKSPORT>\n"
    )


def _record(
    run: Run,
    document: Document,
    place: int,
    contractors: Contractors,
    settings: Mapping[str, Any],
    notes: Notes,
) -> str:
    totals = summed(document)
    compare(document, totals.gross, run.report)
    note_left_out(document, _LEFT_OUT, notes)
    note_changes(document, notes)
    text = record(
        document,
        totals,
        number=place,
        contractor=contractors.number_of(document),
        settings=settings,
        notes=notes,
    )
    notes.tell(document)
    return text


FORMAT = Format(
    id="wapro_xml",
    name=N_("WAPRO XML, MAGIK_EKSPORT 4.3.2"),
    program=N_("WAPRO Kaper, WAPRO Fakir"),
    media_type="application/zip",
    encoding="utf-8",
    extension="zip",
    carries=(
        "sales",
        "costs",
        "contractors",
        "vat_register",
        "corrections",
        "foreign_currency",
        "split_payment",
        "jpk_codes",
        "ksef_numbers",
    ),
    empty=False,
    write=write,
    unsuited=unsuited,
    settings=SCHEMA,
)
