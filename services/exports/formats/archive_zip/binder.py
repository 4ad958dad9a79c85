"""The layout `one_pdf`: documents one after another in PDFs that a reader can still open."""

import hashlib

from services.exports.formats.archive_zip.entries import Entry
from services.exports.formats.archive_zip.zip_stream import StoredBytes
from shared.contracts.document import Document
from shared.contracts.printing import Book

MOST = 500
"""Documents in one PDF; more of them go into another, so that memory stays flat."""

FONTS, PAGE = 200_000, 15_000  # Bytes that they take at most.


class Binder:
    """Prints documents into `documents_001.pdf` and so on, with an outline of their numbers."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._book: Book | None = None
        self._count = 0
        self._volume = 1

    @property
    def name(self) -> str:
        """Of the PDF that the newest document is in."""
        return f"documents_{self._volume:03}.pdf"

    @property
    def size(self) -> int:
        """Bytes of what is not given yet, at most."""
        return FONTS + PAGE * self._book.pages if self._book else 0

    def add(self, document: Document, link: str | None) -> Entry | None:
        """Print one more; gives the PDF before it, where that is full."""
        full = self.finish() if self._count == MOST else None
        if full:
            self._volume += 1
        if self._book is None:
            self._book = Book(self._language, self.name)
        self._book.add(document, link=link, bookmark=document["id"])
        self._count += 1
        return full

    def finish(self) -> Entry | None:
        """The PDF of what was printed since the last one; None where nothing was."""
        if self._book is None:
            return None
        content, self._book, self._count = self._book.finish(), None, 0
        digest = hashlib.sha256(content).hexdigest()
        return Entry("pdf", self.name, StoredBytes(content), digest)
