"""The ZIP writer: other programs read it, small and beyond the limits of plain ZIP."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from services.exports.formats.archive_zip.zip_stream import PackedBytes, ZipStream

FIVE_GB = 5 * 1024**3


class Hole:
    """A file of zero bytes that are not written: the test seeks over them."""

    size = FIVE_GB
    packed_size = FIVE_GB
    crc = 0
    method = 0  # Stored.

    def pieces(self) -> Iterator[bytes]:
        return iter(())


def test_files_are_read_back_with_their_names_in_polish() -> None:
    stream = ZipStream()
    pieces = [*stream.add("źródło.xml", PackedBytes(b"abc" * 100)), *stream.end()]
    stream.close()

    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as found:
        assert found.testzip() is None
        assert found.read("źródło.xml") == b"abc" * 100
        (info,) = found.infolist()
        assert info.external_attr >> 16 == 0o100644
        assert info.create_system == 3


def test_more_files_than_plain_zip_can_count_are_all_found() -> None:
    stream = ZipStream()
    empty = PackedBytes(b"")
    pieces = [piece for place in range(70_000) for piece in stream.add(str(place), empty)]
    pieces += stream.end()
    stream.close()

    end64 = pieces[-1].index(b"PK\x06\x06")
    assert int.from_bytes(pieces[-1][end64 + 32 : end64 + 40], "little") == 70_000
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as found:
        assert len(found.namelist()) == 70_000
        assert found.read("69999") == b""


def test_files_beyond_four_gigabytes_keep_their_sizes_and_places(tmp_path: Path) -> None:
    stream, path = ZipStream(), tmp_path / "large.zip"
    with path.open("wb") as file:
        file.writelines(stream.add("hole", Hole()))
        file.seek(FIVE_GB, io.SEEK_CUR)
        file.writelines(stream.add("behind", PackedBytes(b"here")))
        file.writelines(stream.end())
    stream.close()

    with zipfile.ZipFile(path) as found:
        assert found.getinfo("hole").file_size == FIVE_GB
        assert found.getinfo("hole").compress_size == FIVE_GB
        assert found.getinfo("behind").header_offset > FIVE_GB
        assert found.read("behind") == b"here"
