"""Pieces of text as a stream of bytes, in pieces that are large enough to be worth sending."""

from collections.abc import Iterable, Iterator
from itertools import islice

PIECES = 200
"""Texts (about as many documents) in one piece of bytes."""


def encoded(texts: Iterable[str], encoding: str) -> Iterator[bytes]:
    """`texts` one after another in `encoding`; UnicodeEncodeError where a letter has no code."""
    remaining = iter(texts)
    while batch := list(islice(remaining, PIECES)):
        yield "".join(batch).encode(encoding)
