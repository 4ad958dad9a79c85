"""Pieces of text as a stream of bytes, in pieces that are large enough to be worth sending."""

import tempfile
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from itertools import islice
from types import TracebackType
from typing import Self

_Decoder = getincrementaldecoder("utf-8")

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
    _PIECE = 1 << 16

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
        if len(self._last) >= PIECES:
            self._write_down()

    def texts(self) -> Iterator[str]:
        """All that was written, in its order."""
        self._write_down()
        self._file.seek(0)
        decode = _Decoder("surrogatepass").decode
        while piece := self._file.read(self._PIECE):
            yield decode(piece)

    def _write_down(self) -> None:
        self._file.write("".join(self._last).encode("utf-8", "surrogatepass"))
        self._last.clear()
