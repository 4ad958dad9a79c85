"""Takes an upload apart: one XML, a ZIP of them, or a form of either, into single files.

Nothing that a ZIP says of itself is trusted: what counts is what really comes out of it. At
any time one unpacked file is in memory. A name is only ever a name, never a path to write to.
"""

import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from shared.errors import Failure, Invalid, TooLarge, UnsupportedMediaType
from shared.texts import N_

MIB = 1024 * 1024
PIECE = 64 * 1024
ZIP_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")  # The latter: one without files.
ZIP_RECORD = b"PK\x01\x02"  # Begins each record of a ZIP's directory.
ENCRYPTED = 0x1
FINDER = "__MACOSX/"  # What a Mac adds to a ZIP of its own accord.
BROKEN = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    ValueError,
    struct.error,
    zlib.error,
)
"""All that `zipfile` raises on bytes that somebody has damaged or forged."""


class Limits(NamedTuple):
    """What an upload may unpack to; KSeF takes no invoice larger than `file`."""

    files: int = 10_000
    file: int = 3 * MIB  # bytes
    total: int = 512 * MIB  # bytes, of all files together
    ratio: int = 200  # bytes unpacked for one packed
    records: int = 40_000  # In a ZIP's directory, whatever it says of their number.


LIMITS = Limits()


@dataclass(frozen=True)
class File:
    """One file of an upload: its bytes, or why they are not read."""

    name: str | None
    content: bytes
    refusal: Failure | None = None

    @property
    def base_name(self) -> str | None:
        """The name without folders and control characters, cut to 200 characters."""
        last = re.split(r"[/\\]", self.name or "")[-1]
        return re.sub(r"[\x00-\x1f\x7f]", "", last)[:200] or None


class Part(NamedTuple):
    """One file of a form, or the whole body of a request."""

    name: str | None
    stream: BinaryIO


def files_of_xml(part: Part, limits: Limits = LIMITS) -> Iterator[File]:
    """The one file that is the body itself."""
    yield _plain(part, limits)


def files_of_zip(part: Part, limits: Limits = LIMITS) -> Iterator[File]:
    """The files of a ZIP, each unpacked when its turn comes.

    Raises Invalid, before the first file, on a ZIP that can't be read or has too many files.
    """
    return Unpacking(limits).files_of(part)


def files_of_form(parts: Iterable[Part], limits: Limits = LIMITS) -> Iterator[File]:
    """The files of a form, those of its ZIPs unpacked; the limits are for all together."""
    unpacking = Unpacking(limits)
    for part in parts:
        beginning = part.stream.read(4)
        part.stream.seek(0)
        if beginning not in ZIP_BEGINNINGS:
            yield _plain(part, limits)
            continue
        try:
            yield from unpacking.files_of(part)
        except Invalid as refusal:
            yield File(part.name, b"", refusal)


class Unpacking:
    """Unpacks the ZIPs of one upload within its limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._files = 0
        self._bytes = 0

    def files_of(self, part: Part) -> Iterator[File]:
        """The files of the ZIP in `part`, in its order; raises Invalid as `files_of_zip`."""
        archive = self._opened(part.stream)
        entries = [entry for entry in archive.infolist() if _is_file(entry.filename)]
        self._files += len(entries)
        if self._files > self._limits.files:
            raise self._too_many()
        for entry in entries:
            yield self._file(archive, entry)

    def _opened(self, stream: BinaryIO) -> ZipFile:
        if _count(stream, ZIP_RECORD) > self._limits.records:
            raise self._too_many()
        try:
            return ZipFile(stream)
        except BROKEN as error:
            raise Invalid(N_("The ZIP can't be read: %(reason)s"), reason=str(error)) from error

    def _too_many(self) -> Invalid:
        text = N_("The upload has more than %(most)s files. Send them in several.")
        return Invalid(text, most=self._limits.files)

    def _file(self, archive: ZipFile, entry: ZipInfo) -> File:
        try:
            return File(entry.filename, self._unpacked(archive, entry))
        except Failure as refusal:
            return File(entry.filename, b"", refusal)
        except BROKEN as error:
            text = N_("The file is damaged in the ZIP: %(reason)s")
            return File(entry.filename, b"", Invalid(text, reason=str(error)))

    def _unpacked(self, archive: ZipFile, entry: ZipInfo) -> bytes:
        if entry.flag_bits & ENCRYPTED:
            raise UnsupportedMediaType(N_("The file is encrypted in the ZIP."))
        # The others may ask for gigabytes of memory before the first byte comes out.
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise UnsupportedMediaType(N_("The file is packed in a way that is not read here."))
        content = bytearray()
        self._check(0, entry.compress_size)
        with archive.open(entry) as packed:
            while piece := packed.read(PIECE):
                content += piece
                self._bytes += len(piece)
                self._check(len(content), entry.compress_size)
        if content.startswith(ZIP_BEGINNINGS):
            raise UnsupportedMediaType(N_("A ZIP inside a ZIP is not opened."))
        return bytes(content)

    def _check(self, unpacked: int, packed: int) -> None:
        """Refuse as soon as a limit is passed; `packed` bytes are all that was read for it."""
        if unpacked > self._limits.file:
            raise _too_large(self._limits)
        if unpacked > PIECE and unpacked > packed * self._limits.ratio:
            raise TooLarge(N_("The file grows too much when it is unpacked."))
        if self._bytes > self._limits.total:
            mib = self._limits.total // MIB
            raise TooLarge(N_("The upload unpacks to more than %(mib)s MiB."), mib=mib)


def _is_file(name: str) -> bool:
    return not name.endswith("/") and not name.startswith(FINDER)


def _plain(part: Part, limits: Limits) -> File:
    content = part.stream.read(limits.file + 1)
    refusal = _too_large(limits) if len(content) > limits.file else None
    return File(part.name, b"" if refusal else content, refusal)


def _too_large(limits: Limits) -> TooLarge:
    return TooLarge(N_("The file is larger than %(mib)s MiB."), mib=limits.file // MIB)


def _count(stream: BinaryIO, mark: bytes) -> int:
    """How often `mark` occurs in the whole stream, which is left at its beginning."""
    stream.seek(0)
    found, kept = 0, b""
    while piece := stream.read(PIECE):
        seen = kept + piece
        found += seen.count(mark)
        kept = seen[1 - len(mark) :]
    stream.seek(0)
    return found
