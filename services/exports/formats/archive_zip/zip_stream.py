"""A ZIP that is sent while it is being made, the same bytes for the same files.

Written after PKWARE's APPNOTE 6.3, with ZIP64 records where a number needs them. `zipfile` is
not used here because it keeps an object for each file until the end, 42 MB for 100,000
files; here the directory waits on disk.
"""

import hashlib
import tempfile
import zlib
from collections.abc import Iterator
from struct import pack
from typing import IO, Protocol

STORED, DEFLATED = 0, 8
_UTF8_NAMES = 0x0800
_NEW_YEAR_1980 = 0x21
"""The earliest day that ZIP knows; the day of making would differ each time."""

_MADE_ON_UNIX = 3 << 8
_PLAIN_FILE = 0o100644 << 16
_PLAIN, _ZIP64 = 20, 45
_LARGEST_END = 22 + 56 + 20
_FULL = 0xFFFFFFFF
_FULL_COUNT = 0xFFFF
_PIECE = 1 << 16
_IN_MEMORY = 1 << 20


class Packed(Protocol):
    """A file by its method: its sizes before and after in bytes, its CRC-32, its bytes."""

    method: int
    size: int
    packed_size: int
    crc: int

    def pieces(self) -> Iterator[bytes]: ...


class PackedBytes:
    """A whole file, deflated in memory."""

    method = DEFLATED

    def __init__(self, content: bytes) -> None:
        packer = deflater()
        self._packed = packer.compress(content) + packer.flush()
        self.size = len(content)
        self.packed_size = len(self._packed)
        self.crc = zlib.crc32(content)

    def pieces(self) -> Iterator[bytes]:
        yield self._packed


class StoredBytes:
    """A whole file that would not become smaller."""

    method = STORED

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.size = self.packed_size = len(content)
        self.crc = zlib.crc32(content)

    def pieces(self) -> Iterator[bytes]:
        yield self._content


class StoredFile:
    """An open file as it is, read piece by piece; `sha256` is that of its bytes, hexadecimal."""

    method = STORED

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.size, self.crc = 0, 0
        digest = hashlib.sha256()
        for piece in self.pieces():
            self.size += len(piece)
            self.crc = zlib.crc32(piece, self.crc)
            digest.update(piece)
        self.packed_size, self.sha256 = self.size, digest.hexdigest()

    def pieces(self) -> Iterator[bytes]:
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece


def deflater() -> "zlib._Compress":
    """Deflate without a header of its own, as ZIP has it."""
    return zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)


class ZipStream:
    """Gives a ZIP in pieces: each file as it is added, at the end the directory of all."""

    def __init__(self) -> None:
        self._directory = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        self._offset = 0
        self._count = 0

    def add(self, name: str, packed: Packed) -> Iterator[bytes]:
        """The file `name`, which no other in this ZIP may have."""
        encoded = name.encode()
        self._directory.write(_directory_record(encoded, packed, self._offset))
        header = _local_header(encoded, packed)
        yield header
        yield from packed.pieces()
        self._offset += len(header) + packed.packed_size
        self._count += 1

    @property
    def size(self) -> int:
        """How many bytes the ZIP would have if it ended now, or a few more."""
        return self._offset + self._directory.tell() + _LARGEST_END

    def end(self) -> Iterator[bytes]:
        """The directory, after which nothing can be added."""
        size = self._directory.tell()
        self._directory.seek(0)
        while piece := self._directory.read(_PIECE):
            yield piece
        yield _end_records(self._count, size, self._offset)

    def close(self) -> None:
        self._directory.close()


def _local_header(name: bytes, packed: Packed) -> bytes:
    large = max(packed.size, packed.packed_size) >= _FULL
    extra = pack("<HHQQ", 1, 16, packed.size, packed.packed_size) if large else b""
    sizes = (_FULL, _FULL) if large else (packed.packed_size, packed.size)
    version = _ZIP64 if large else _PLAIN
    return b"PK\x03\x04" + _shared(version, packed, sizes, name, extra) + name + extra


def _directory_record(name: bytes, packed: Packed, offset: int) -> bytes:
    """With ZIP64, `size`, `packed_size` and `offset` all stand in the extra field."""
    large = max(packed.size, packed.packed_size, offset) >= _FULL
    extra = pack("<HHQQQ", 1, 24, packed.size, packed.packed_size, offset) if large else b""
    sizes = (_FULL, _FULL) if large else (packed.packed_size, packed.size)
    version = _ZIP64 if large else _PLAIN
    return (
        b"PK\x01\x02"
        + pack("<H", _MADE_ON_UNIX | version)
        + _shared(version, packed, sizes, name, extra)
        + pack("<HHHII", 0, 0, 0, _PLAIN_FILE, _FULL if large else offset)
        + name
        + extra
    )


def _shared(
    version: int, packed: Packed, sizes: tuple[int, int], name: bytes, extra: bytes
) -> bytes:
    """What the two headers of a file have in common."""
    day = (0, _NEW_YEAR_1980)
    lengths = (len(name), len(extra))
    return pack(
        "<HHHHHIIIHH",
        version,
        _UTF8_NAMES,
        packed.method,
        *day,
        packed.crc,
        *sizes,
        *lengths,
    )


def _end_records(count: int, size: int, offset: int) -> bytes:
    large = count >= _FULL_COUNT or max(size, offset) >= _FULL
    counts = (min(count, _FULL_COUNT),) * 2
    end = b"PK\x05\x06" + pack("<HHHHIIH", 0, 0, *counts, min(size, _FULL), min(offset, _FULL), 0)
    if not large:
        return end
    versions = (_MADE_ON_UNIX | _ZIP64, _ZIP64)
    end64 = b"PK\x06\x06" + pack("<QHHIIQQQQ", 44, *versions, 0, 0, count, count, size, offset)
    return end64 + b"PK\x06\x07" + pack("<IQI", 0, offset + size, 1) + end
