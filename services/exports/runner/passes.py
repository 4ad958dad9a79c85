"""The passes of a format over an account's documents; of few documents only the first reads."""

from collections.abc import Callable, Iterator, Sequence

from shared.contracts.document import Document

FEW = 500
"""Documents that are kept for the next pass: a month of most clients."""


class Passes:
    """Gives the documents as often as a format asks."""

    def __init__(
        self,
        read: Callable[[], Iterator[Document]],
        *,
        announce: Callable[[Sequence[str]], object],
    ) -> None:
        self._read = read
        self._announce = announce
        self._are_few = True  # As far as is known.
        self._kept: list[Document] | None = None

    def documents(self) -> Iterator[Document]:
        """The documents, which a format must not change."""
        if self._kept is None:
            return self._first_pass() if self._are_few else self._read()
        self._announce([each["id"] for each in self._kept])
        return iter(self._kept)

    def _first_pass(self) -> Iterator[Document]:
        """Keeps what it gives, once it was given to the end and is little."""
        kept: list[Document] = []
        for document in self._read():
            if self._are_few:
                kept.append(document)
                if len(kept) > FEW:
                    self._are_few = False
                    kept.clear()
            yield document
        if self._are_few:
            self._kept = kept
