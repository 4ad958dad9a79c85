"""An archive in several ZIPs of a size, each whole by itself, and an index of what is where."""

import hashlib
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, closing
from tempfile import SpooledTemporaryFile

from services.exports.formats.archive_zip.contents import Listed, Part, as_json
from services.exports.formats.archive_zip.volume import Volume
from services.exports.formats.archive_zip.zip_stream import STORED, ZipStream
from services.exports.formats.run import Run
from services.exports.formats.vat_register_csv import BOM, csv_lines

SET_VERSION = "biurko-archive-set/1"
SET, INDEX = "set.json", "index.csv"
INDEX_COLUMNS = ("Archiwum", "Numer", "Data wystawienia", "Id")
_PIECE = 1 << 18


class Split:
    """The set: one archive after another, each on disk until it is full and goes out."""

    def __init__(self, run: Run, limit: int) -> None:
        self._run = run
        self._limit = limit
        self._open_files = ExitStack()
        self._zip = self._open_files.enter_context(closing(ZipStream()))
        self._index, self._set = (self._open_files.enter_context(closing(Part())) for _ in range(2))
        self._listing = self._open_files.enter_context(
            SpooledTemporaryFile(max_size=1 << 20)  # noqa: SIM115
        )
        self._count = 0

    def pieces(self) -> Iterator[bytes]:
        self._index.write((BOM + csv_lines(iter([list(INDEX_COLUMNS)]))).encode())
        archive = _Archive(self._run)
        try:
            for document in self._run.documents():
                files = archive.volume.files(document)
                coming = sum(each.packed.packed_size for each in files)
                if archive.volume.documents and archive.volume.size + coming > self._limit:
                    yield from self._put(archive)
                    archive = _Archive(self._run)
                archive.take(archive.volume.add(document, files))
                row = [self._name(), document["number"], document["issue_date"], document["id"]]
                self._index.write(csv_lines(iter([row])).encode())
            yield from self._put(archive)
        finally:
            archive.close()
        yield from self._end()

    def close(self) -> None:
        self._open_files.close()

    def _name(self) -> str:
        period = self._run.period
        return f"{self._run.account.prefix}_{period.first}_{period.last}_{self._count + 1:03}.zip"

    def _put(self, archive: "_Archive") -> Iterator[bytes]:
        """The archive is full: it goes out, and its file is gone."""
        archive.take(archive.volume.end())
        name = self._name()
        yield from self._zip.add(name, archive)
        self._listing.write(Listed(name, archive.size, archive.sha256).line())
        archive.close()
        self._count += 1

    def _end(self) -> Iterator[bytes]:
        self._index.finish()
        yield from self._zip.add(INDEX, self._index)
        self._listing.write(Listed(INDEX, self._index.size, self._index.sha256).line())
        self._listing.seek(0)
        self._set.write(as_json({"set": SET_VERSION, "archives": self._count})[:-1])
        separator = b',"files":[\n'
        for line in self._listing:
            self._set.write(separator + line.rstrip(b"\n"))
            separator = b",\n"
        self._set.write(b"\n]}\n")
        self._set.finish()
        yield from self._zip.add(SET, self._set)
        yield from self._zip.end()


class _Archive:
    """One archive of the set in a file of its own, as the outer ZIP takes it."""

    method = STORED

    def __init__(self, run: Run) -> None:
        self.volume = Volume(run)
        self._file = tempfile.TemporaryFile()  # noqa: SIM115
        self._hash = hashlib.sha256()
        self.size = 0
        self.packed_size = 0
        self.crc = 0

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def take(self, pieces: Iterator[bytes]) -> None:
        for piece in pieces:
            self._file.write(piece)
            self._hash.update(piece)
            self.crc = zlib.crc32(piece, self.crc)
            self.size += len(piece)
        self.packed_size = self.size

    def pieces(self) -> Iterator[bytes]:
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece

    def close(self) -> None:
        self.volume.close()
        self._file.close()
