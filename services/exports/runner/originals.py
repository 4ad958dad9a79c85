"""The files that documents came in, read ahead by a few megabytes."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.exports.copies.models import Original
from services.exports.formats.run import OriginalFile

AHEAD = 4 << 20
"""Bytes that are in memory at once, unless a single file is larger."""

TABLE: Any = Original.__table__


class Originals:
    """Gives the file of a document, reading those of the next documents along with it.

    Nothing is read before the first file is asked for.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._coming: list[str] = []
        self._sizes: dict[str, int] | None = None  # Of those that are coming.
        self._read: dict[str, OriginalFile] = {}

    def expect(self, ids: Sequence[str]) -> None:
        """These documents come next, in this order."""
        self._coming, self._sizes = list(ids), None

    def of(self, document_id: str) -> OriginalFile | None:
        """The file that the document came in; None where it came in none."""
        if document_id not in self._read and (ids := list(self._next(document_id))):
            self._read = self._files(ids)
        return self._read.pop(document_id, None)

    def _files(self, ids: Sequence[str]) -> dict[str, OriginalFile]:
        rows = self._session.execute(select(TABLE).where(TABLE.c.document_id.in_(ids)))
        return {
            row.document_id: OriginalFile(row.name, row.media_type, row.sha256, row.content)
            for row in rows
        }

    def _next(self, document_id: str) -> Iterator[str]:
        """The document and those behind it, as many as may be in memory at once.

        Of those that are coming only the ones with a file; another document by itself.
        """
        if document_id not in self._coming:
            yield document_id
            return
        sizes = self._sizes_of_coming()
        if document_id not in sizes:
            return
        coming = [each for each in self._coming[self._coming.index(document_id) :] if each in sizes]
        for each, total in zip(coming, accumulate(map(sizes.__getitem__, coming)), strict=True):
            if total > AHEAD and each != document_id:
                return
            yield each

    def _sizes_of_coming(self) -> dict[str, int]:
        if self._sizes is None:
            size = select(TABLE.c.document_id, func.length(TABLE.c.content))
            rows = self._session.execute(size.where(TABLE.c.document_id.in_(self._coming)))
            self._sizes = {row[0]: row[1] for row in rows}
        return self._sizes
