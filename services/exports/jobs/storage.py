"""Where finished files are kept: one small interface, and a folder behind it."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol


class Stored(NamedTuple):
    """A file that was put away: its size in bytes and its SHA-256, hexadecimal."""

    size: int
    sha256: str


class Storage(Protocol):
    """Keeps whole files by key; a file is there entirely or not at all."""

    def put(self, key: str, pieces: Iterable[bytes]) -> Stored | None:
        """Keep a file. Without any piece there is none, and None comes back.

        When `pieces` raises, nothing is kept and the exception goes on.
        """
        ...

    def open(self, key: str) -> BinaryIO | None:
        """The file from its beginning, able to seek; None where there is none."""
        ...

    def delete(self, key: str) -> None:
        """Forget the file, and what an unfinished `put` left of it; nothing if there is none."""
        ...


class Folder:
    """Files in a folder of this machine. An unfinished one is called `.part`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self, key: str, pieces: Iterable[bytes]) -> Stored | None:
        unfinished = self._unfinished(key)
        self._path.mkdir(parents=True, exist_ok=True)
        try:
            with unfinished.open("wb") as file:
                stored = _write(file, pieces)
                file.flush()
                os.fsync(file.fileno())
            if stored:
                unfinished.replace(self._path / key)
                self._sync()
        finally:
            unfinished.unlink(missing_ok=True)
        return stored

    def open(self, key: str) -> BinaryIO | None:
        try:
            return (self._path / key).open("rb")
        except FileNotFoundError:
            return None

    def delete(self, key: str) -> None:
        (self._path / key).unlink(missing_ok=True)
        self._unfinished(key).unlink(missing_ok=True)

    def _unfinished(self, key: str) -> Path:
        return self._path / f"{key}.part"

    def _sync(self) -> None:
        """Make the new name outlive a power cut."""
        folder = os.open(self._path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _write(file: BinaryIO, pieces: Iterable[bytes]) -> Stored | None:
    digest, size, written = hashlib.sha256(), 0, False
    for piece in pieces:
        written = True
        file.write(piece)
        digest.update(piece)
        size += len(piece)
    return Stored(size, digest.hexdigest()) if written else None
