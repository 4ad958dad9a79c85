"""One archive on its way: the documents' files at once, what lists them at the end."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from tempfile import SpooledTemporaryFile

from services.exports.formats.archive_zip.binder import Binder
from services.exports.formats.archive_zip.contents import (
    DOCUMENTS,
    MANIFEST,
    REGISTER,
    Counts,
    Listed,
    Part,
    Sums,
    as_json,
    manifest,
)
from services.exports.formats.archive_zip.entries import Entry, entries
from services.exports.formats.archive_zip.layout import ONE_PDF, OPTIONS, Layout
from services.exports.formats.archive_zip.zip_stream import PackedBytes, ZipStream
from services.exports.formats.problems import Notes
from services.exports.formats.register import COLUMNS, Register
from services.exports.formats.run import AttachedFile, OriginalFile, Run
from services.exports.formats.schema import with_defaults
from services.exports.formats.vat_register_csv import BOM, csv_lines
from shared.contracts.document import Document
from shared.contracts.printing import verification_link

REGISTER_COLUMNS = (*COLUMNS, "Plik", "SHA256", "PDF")
ROOM = 300_000
"""Bytes, no fewer than the manifest's head and what packers hold back may take."""


class Volume:
    """An archive of its own, with a manifest."""

    def __init__(self, run: Run) -> None:
        options = with_defaults(OPTIONS, run.options)
        self._run = run
        self._open_files = ExitStack()
        self._zip = self._open_files.enter_context(closing(ZipStream()))
        self._documents, self._register, self._manifest = (
            self._open_files.enter_context(closing(Part())) for _ in range(3)
        )
        self._listing = self._open_files.enter_context(
            SpooledTemporaryFile(max_size=1 << 20)  # noqa: SIM115
        )
        self._left_out = self._open_files.enter_context(
            SpooledTemporaryFile(max_size=1 << 20)  # noqa: SIM115
        )
        self._layout = Layout(options, run.date_basis)
        language = options["language"] if options["pdf"] == "yes" else None
        is_bound = options["layout"] == ONE_PDF and language is not None
        self._binder = Binder(language or "") if is_bound else None
        self._language = None if is_bound else language
        self._sums, self._counts = Sums(), Counts()
        self._notes = Notes(run.report)
        self._rows = Register(encoding="utf-8-bom", decimal="comma", notes=self._notes)
        header = csv_lines(iter([list(REGISTER_COLUMNS)]))
        self._register.write((BOM + header).encode())

    @property
    def documents(self) -> int:
        """How many it holds so far."""
        return self._sums.documents

    @property
    def size(self) -> int:
        """Bytes that the archive has at most if it ends now."""
        waiting = self._documents.packed_size + self._register.packed_size + self._listing.tell()
        return self._zip.size + waiting + (self._binder.size if self._binder else 0) + ROOM

    def files(self, document: Document) -> list[Entry]:
        """The document's files, packed."""
        language, leave_out = self._language, self._leave_out
        return list(entries(self._run, document, language=language, leave_out=leave_out))

    def add(self, document: Document, files: Sequence[Entry]) -> Iterator[bytes]:
        """The document's files into the ZIP, and the document into what lists it."""
        if self._binder:
            sha256 = next((entry.sha256 for entry in files if entry.sort == "original"), None)
            link = verification_link(document, sha256)
            yield from self._bound(self._binder.add(document, link))
        file, pdf = ["", ""], self._binder.name if self._binder else ""
        for entry in files:
            name = self._name(document, entry)
            yield from self._zip.add(name, entry.packed)
            self._list(Listed(name, entry.packed.size, entry.sha256, document["id"]))
            self._counts.add(entry.sort)
            if entry.sort == "original":
                file = [name, entry.sha256]
            elif entry.sort == "pdf":
                pdf = name
        self._documents.write(as_json(document) + b"\n")
        self._sums.add(document)
        lines = csv_lines([*row, *file, pdf] for row in self._rows.rows(document))
        self._register.write(lines.encode())
        self._notes.tell(document)

    def end(self) -> Iterator[bytes]:
        """What lists the documents, and the ZIP's directory."""
        if self._binder:
            yield from self._bound(self._binder.finish())
        yield from self._add_part(DOCUMENTS, self._documents)
        yield from self._add_part(REGISTER, self._register)
        for name, content in self._run.enclosures.items():
            yield from self._zip.add(name, PackedBytes(content))
            self._list(Listed(name, len(content), hashlib.sha256(content).hexdigest()))
        for file in (self._listing, self._left_out):
            file.seek(0)
        listed = (iter(self._listing), iter(self._left_out))
        for piece in manifest(self._run, self._sums, self._counts, *listed):
            self._manifest.write(piece)
        yield from self._add_part(MANIFEST, self._manifest)
        yield from self._zip.end()

    def close(self) -> None:
        self._open_files.close()

    def _name(self, document: Document, entry: Entry) -> str:
        if entry.sort == "pdf":
            return self._layout.pdf(document)
        place = self._layout.original if entry.sort == "original" else self._layout.attachment
        return place(document, entry.name)

    def _bound(self, entry: Entry | None) -> Iterator[bytes]:
        if entry:
            yield from self._zip.add(entry.name, entry.packed)
            self._list(Listed(entry.name, entry.packed.size, entry.sha256))
            self._counts.add(entry.sort)

    def _add_part(self, name: str, part: Part) -> Iterator[bytes]:
        part.finish()
        yield from self._zip.add(name, part)
        self._list(Listed(name, part.size, part.sha256))

    def _leave_out(self, document: Document, file: OriginalFile | AttachedFile) -> None:
        facts = {"document": document["id"], "name": file.name, "sha256": file.sha256}
        self._left_out.write(as_json(facts) + b"\n")

    def _list(self, listed: Listed) -> None:
        self._listing.write(listed.line())
