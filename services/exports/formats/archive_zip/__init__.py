"""Archive: everything of a period in one ZIP that proves by itself that it is whole.

Specification: our own, `biurko-archive/1`; ZIP as in PKWARE's APPNOTE 6.3 with UTF-8 names and
ZIP64 where needed. In it, in this order:

* `originals/…`: the files that documents came in, byte for byte, named as they were, made safe
  for every system, numbered where two names are one on some system;
* `documents.jsonl`: each document with all that is known of it, JSON, one per line, UTF-8, LF;
* `register.csv`: the VAT register's columns and the name and SHA-256 of the original; UTF-8
  with BOM, `;`, CRLF, decimal comma. It holds every document, whatever its kind;
* in a hand-over package: sums per month and rate, and gaps in numbering;
* `manifest.json`: account, period, counts, sums per direction, currency and rate, and name,
  size and SHA-256 of each other file. UTF-8, LF.

The same run gives the same bytes: files are in the documents' order and bear a fixed time.
Memory stays flat: one pass over the documents, originals go out one by one, and what lists
them waits on disk, packed. `verify` in `verify.py` checks an archive against its manifest.

An original whose bytes are not those that came in is left out and reported.
Raises ValueError where a document breaks its contract.
"""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, closing
from tempfile import SpooledTemporaryFile

from services.exports.formats.archive_zip.contents import (
    DOCUMENTS,
    MANIFEST,
    REGISTER,
    Listed,
    Part,
    Sums,
    as_json,
    manifest,
)
from services.exports.formats.archive_zip.names import Names
from services.exports.formats.archive_zip.zip_stream import PackedBytes, ZipStream
from services.exports.formats.format import Format
from services.exports.formats.problems import Notes, Problem, problem_of
from services.exports.formats.register import COLUMNS, Register
from services.exports.formats.run import OriginalFile, Run
from services.exports.formats.vat_register_csv import BOM, csv_lines
from shared.contracts.document import Document
from shared.texts import N_

FOLDER = "originals"
REGISTER_COLUMNS = (*COLUMNS, "Plik", "SHA256")


def write(run: Run) -> Iterator[bytes]:
    """The archive; of no documents, one with an empty register."""
    with ExitStack() as open_files:
        yield from _Archive(run, open_files).pieces()


def unsuited(_document: Document) -> None:
    """An archive carries everything."""


class _Archive:
    """One archive on its way: the ZIP, and what is written behind the originals."""

    def __init__(self, run: Run, open_files: ExitStack) -> None:
        self._run = run
        self._zip = open_files.enter_context(closing(ZipStream()))
        self._documents, self._register, self._manifest = (
            open_files.enter_context(closing(Part())) for _ in range(3)
        )
        self._listing = open_files.enter_context(SpooledTemporaryFile(max_size=1 << 20))  # noqa: SIM115
        self._names = Names()
        self._sums = Sums()
        self._originals = 0
        self._notes = Notes(run.report)
        self._rows = Register(encoding="utf-8-bom", decimal="comma", notes=self._notes)

    def pieces(self) -> Iterator[bytes]:
        header = csv_lines(iter([list(REGISTER_COLUMNS)]))
        self._register.write((BOM + header).encode())
        for document in self._run.documents():
            yield from self._add(document)
        yield from self._add_part(DOCUMENTS, self._documents)
        yield from self._add_part(REGISTER, self._register)
        yield from self._enclosed()
        self._listing.seek(0)
        for piece in manifest(self._run, self._sums, self._originals, iter(self._listing)):
            self._manifest.write(piece)
        yield from self._add_part(MANIFEST, self._manifest)
        yield from self._zip.end()

    def _add(self, document: Document) -> Iterator[bytes]:
        """The document's original into the ZIP, and the document into what lists it."""
        file = ["", ""]
        original = self._original(document)
        if original:
            name = f"{FOLDER}/{self._names.unique(original.name or document['number'])}"
            yield from self._zip.add(name, PackedBytes(original.content))
            file = [name, original.sha256]
            self._list(Listed(name, len(original.content), original.sha256, document["id"]))
            self._originals += 1
        self._documents.write(as_json(document) + b"\n")
        self._sums.add(document)
        lines = csv_lines([*row, *file] for row in self._rows.rows(document))
        self._register.write(lines.encode())
        self._notes.tell(document)

    def _add_part(self, name: str, part: Part) -> Iterator[bytes]:
        part.finish()
        yield from self._zip.add(name, part)
        self._list(Listed(name, part.size, part.sha256))

    def _enclosed(self) -> Iterator[bytes]:
        for name, content in self._run.enclosures.items():
            yield from self._zip.add(name, PackedBytes(content))
            self._list(Listed(name, len(content), hashlib.sha256(content).hexdigest()))

    def _list(self, listed: Listed) -> None:
        self._listing.write(listed.line())

    def _original(self, document: Document) -> OriginalFile | None:
        """The document's file, unless it is not the one that came in."""
        original = self._run.originals(document["id"])
        if original and hashlib.sha256(original.content).hexdigest() != original.sha256.lower():
            self._run.report(_damaged(document, original))
            return None
        return original


def _damaged(document: Document, original: OriginalFile) -> Problem:
    return problem_of(
        document,
        "original_damaged",
        N_("The file “%(name)s” does not have the SHA-256 that was recorded when it came in."),
        name=original.name,
    )


FORMAT = Format(
    id="archive_zip",
    name="Archive: originals, register, manifest",
    program="Any; for keeping and handing over",
    media_type="application/zip",
    encoding="binary",
    extension="zip",
    carries=("originals", "documents", "vat_register", "manifest", "sales", "costs"),
    write=write,
    unsuited=unsuited,
)
