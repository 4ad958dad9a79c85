"""KSeF: the original XML of each invoice, byte for byte, as a ZIP.

Specification: the files are the Ministry's FA(1), FA(2), FA(3) or FA_RR, as the account's documents
came in; none is made or changed here, since KSeF knows an invoice by the hash of its bytes. ZIP as
in PKWARE's APPNOTE 6.3 with UTF-8 names. Encoding and line ends: those of each file.

What goes in: sales and costs alike, one file per document, named by its place and its number in
KSeF, else by its place and the name it came in with, made safe for every system. The same run
gives the same bytes.

Left out and reported: a document that has no original, one whose original is no KSeF invoice
(a scan, a PDF), and one whose bytes are not those that came in. Without any there is no file.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import closing

from services.exports.formats.archive_zip.names import safe_name
from services.exports.formats.archive_zip.zip_stream import PackedBytes, ZipStream
from services.exports.formats.format import Format
from services.exports.formats.problems import CODES, Problem, problem_of
from services.exports.formats.run import OriginalFile, Run
from shared.contracts.document import Document
from shared.texts import N_

_HEAD = 4096
"""Bytes at the beginning, in which the root element and its namespace stand."""

_IS_INVOICE = re.compile(
    rb"<(?:[\w.-]+:)?Faktura(?:RR)?\s[^>]*[\"']https?://crd\.gov\.pl/(?:wzor|xml)/"
).search


def write(run: Run) -> Iterator[bytes]:
    """The ZIP, or nothing where no document has an original of KSeF."""
    count = 0
    with closing(ZipStream()) as zip_:
        for document in run.documents():
            original = _original(run, document)
            if original:
                count += 1
                name = safe_name(f"{count:06d}_{_name(document, original)}")
                yield from zip_.add(name, PackedBytes(original.content))
        if count:
            yield from zip_.end()
        else:
            run.report(Problem(code="no_documents", text=CODES["no_documents"]))


def unsuited(_document: Document) -> None:
    """Whether a document can be carried is seen from its original alone."""


def _original(run: Run, document: Document) -> OriginalFile | None:
    """The document's file, unless it can't go out, which is reported."""
    original = run.originals(document["id"])
    problem = _refused(document, original)
    if problem:
        run.report(problem)
        return None
    return original


def _name(document: Document, original: OriginalFile) -> str:
    number = (document["ksef_number"] or "").strip()
    return f"{number}.xml" if number else original.name or f"{document['number']}.xml"


def _refused(document: Document, original: OriginalFile | None) -> Problem | None:
    if original is None:
        return problem_of(
            document,
            "unsupported_document",
            N_("The document has no original, and one of KSeF is never made anew."),
        )
    if hashlib.sha256(original.content).hexdigest() != original.sha256.lower():
        return problem_of(
            document,
            "original_damaged",
            N_("The file “%(name)s” does not have the SHA-256 that was recorded when it came in."),
            name=original.name,
        )
    if not _IS_INVOICE(original.content[:_HEAD]):
        return problem_of(
            document,
            "unsupported_document",
            N_("The document's original, “%(name)s”, is no invoice of KSeF."),
            name=original.name,
        )
    return None


FORMAT = Format(
    id="ksef_xml",
    name=N_("KSeF, the original invoices"),
    program=N_("Programs that import KSeF's invoices"),
    media_type="application/zip",
    encoding="binary",
    extension="zip",
    carries=("sales", "costs", "originals"),
    empty=False,
    write=write,
    unsuited=unsuited,
)
