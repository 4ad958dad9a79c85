"""Pieces of text as a stream of bytes, in pieces that are large enough to be worth sending."""

import tempfile
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

_Decoder = getincrementaldecoder("utf-8")

PIECE = 1 << 18
"""Characters in one piece of bytes, or a few more: those of about 200 documents."""


def encoded(texts: Iterable[str], encoding: str) -> Iterator[bytes]:
    """`texts` one after another in `encoding`; UnicodeEncodeError where a letter has no code."""
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size >= PIECE:
            yield "".join(batch).encode(encoding)
            batch, size = [], 0
    if batch:
        yield "".join(batch).encode(encoding)


class Later:
    """Text whose place is further behind in the file than what is read when it is made.

    It waits on disk if it is much, which costs less than to read all documents once more.
    """

    _IN_MEMORY = 1 << 20
    _AT_ONCE = 200  # texts

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=self._IN_MEMORY)  # noqa: SIM115
        self._last: list[str] = []  # Not in the file yet.

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
        self._last.append(text)
        if len(self._last) >= self._AT_ONCE:
            self._write_down()

    def texts(self) -> Iterator[str]:
        """All that was written, in its order."""
        self._write_down()
        self._file.seek(0)
        decode = _Decoder("surrogatepass").decode
        while piece := self._file.read(PIECE):
            yield decode(piece)

    def _write_down(self) -> None:
        self._file.write("".join(self._last).encode("utf-8", "surrogatepass"))
        self._last.clear()
