"""A format of the tests' own that writes as long as it is let, and one that breaks."""

import threading
from collections.abc import Iterator
from types import MappingProxyType

from services.exports.formats.format import Format
from services.exports.formats.registry import FORMATS
from services.exports.formats.run import Run
from services.exports.formats.suits import VAT_REASONS, first_of


class Gate:
    """Where a slow file waits until the test lets it go on."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.open = threading.Event()

    def write(self, run: Run) -> Iterator[bytes]:
        """The numbers of the documents; after the first, wait."""
        for document in run.documents():
            yield f"{document['number']}\n".encode()
            self.reached.set()
            while not self.open.wait(0.02):
                yield b""


def broken(_run: Run) -> Iterator[bytes]:
    yield b"half a file"
    raise ZeroDivisionError("a fault of the format")


def formats(gate: Gate) -> MappingProxyType[str, Format]:
    """The product's formats, `slow` and `broken`."""
    own = {name: _format(name, write) for name, write in (("slow", gate.write), ("broken", broken))}
    return MappingProxyType({**FORMATS, **own})


def _format(name: str, write) -> Format:
    return Format(
        id=name,
        name=name,
        program="the tests",
        media_type="text/plain",
        encoding="utf-8",
        extension="txt",
        carries=(),
        write=write,
        unsuited=lambda document: first_of(VAT_REASONS, document),
    )
