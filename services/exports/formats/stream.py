"""Pieces of text as a stream of bytes, in pieces that are large enough to be worth sending."""

import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from types import TracebackType
from typing import Self

PIECES = 200
"""Texts (about as many documents) in one piece of bytes."""


def encoded(texts: Iterable[str], encoding: str) -> Iterator[bytes]:
    """`texts` one after another in `encoding`; UnicodeEncodeError where a letter has no code."""
    remaining = iter(texts)
    while batch := list(islice(remaining, PIECES)):
        yield "".join(batch).encode(encoding)


class Later:
    """Text whose place is further behind in the file than what is read when it is made.

    It waits on disk if it is much, which costs less than to read all documents once more.
    """

    _IN_MEMORY = 1 << 20
    _PIECE = 1 << 14

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(  # noqa: SIM115
            max_size=self._IN_MEMORY,
            mode="w+",
            encoding="utf-8",
            errors="surrogatepass",
            newline="",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def write(self, text: str) -> None:
        self._file.write(text)

    def texts(self) -> Iterator[str]:
        """All that was written, in its order."""
        self._file.seek(0)
        while piece := self._file.read(self._PIECE):
            yield piece
