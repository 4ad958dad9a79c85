"""Where attached files are kept: named by their SHA-256, in a folder behind one interface."""

import hashlib
import os
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol
from uuid import uuid4

FOLDER = "attachments"  # In the DATA_DIR.


class Damaged(Exception):
    """A file whose bytes are not those that its name says, or that is gone."""


class Store(Protocol):
    """Keeps bytes by their SHA-256; the same bytes once, however often they are put."""

    def put(self, content: bytes) -> str:
        """Keep the bytes, so that they outlive a power cut, and return their SHA-256."""
        ...

    def read(self, sha256: str) -> bytes:
        """The bytes, checked against their SHA-256. Raises Damaged."""
        ...

    def sweep(
        self, older: float, is_needed: Callable[[Collection[str]], Collection[str]], most: int
    ) -> int:
        """Forget what nobody needs and nobody put for `older` seconds; how many were looked at.

        `is_needed` says which of some SHA-256s are needed; `most` is how many are looked at.
        """
        ...


class Folder:
    """Files in a folder of this machine, in a subfolder for each beginning of a name."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._file(sha256)
        # A sweep spares what was put of late, so one that runs now leaves this file.
        with suppress(FileNotFoundError):
            os.utime(path)
            if path.stat().st_size == len(content):
                return sha256
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"{uuid4().hex}.part")
        try:
            with unfinished.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        for folder in (path.parent, self._path):
            _sync(folder)
        return sha256

    def read(self, sha256: str) -> bytes:
        try:
            content = self._file(sha256).read_bytes()
        except FileNotFoundError as error:
            raise Damaged(f"{sha256} is gone") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Damaged(f"{sha256} is not what it was")
        return content

    def sweep(
        self, older: float, is_needed: Callable[[Collection[str]], Collection[str]], most: int
    ) -> int:
        limit = time.time() - older
        names = [path.name for path in self._old(limit, most)]
        unneeded = set(names) - set(is_needed(names))
        for name in sorted(unneeded):
            self._drop(name, limit)
        return len(names)

    def _old(self, limit: float, most: int) -> Iterator[Path]:
        """Files that nobody has put since `limit`, from a place that is another each time."""
        folders = sorted(self._path.glob("[0-9a-f][0-9a-f]"))
        begin = uuid4().int % len(folders) if folders else 0
        for folder in [*folders[begin:], *folders[:begin]]:
            for path in folder.iterdir():
                if most <= 0:
                    return
                with suppress(FileNotFoundError):
                    if path.stat().st_mtime < limit:
                        most -= 1
                        yield path

    def _drop(self, name: str, limit: float) -> None:
        """Put the file aside first: who puts the same bytes now either is seen or writes anew."""
        path = self._file(name)
        aside = path.with_name(f"{uuid4().hex}.part")
        with suppress(FileNotFoundError):
            path.rename(aside)
            if aside.stat().st_mtime >= limit and not path.exists():
                aside.rename(path)
            else:
                aside.unlink()

    def _file(self, name: str) -> Path:
        return self._path / name[:2] / name


def _sync(folder: Path) -> None:
    """Make new names in the folder outlive a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
