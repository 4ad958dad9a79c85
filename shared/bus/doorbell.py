"""A doorbell between processes of one machine: who waits wakes up when somebody rings.

Each process that waits has a named pipe in a folder; to ring is to write a byte to every
pipe there. A ring is a hint, not a promise: who waits also looks up now and then.
"""

import os
import select
from contextlib import suppress
from pathlib import Path
from typing import Self

from shared.ids import new_id


def folder_beside(path: str | Path) -> Path:
    """Where the doorbells for the SQLite file at `path` hang."""
    return Path(f"{path}.bell")


def ring(folder: Path) -> None:
    """Wake every process that waits at `folder`; never blocks."""
    with suppress(FileNotFoundError):
        for name in os.listdir(folder):
            if not name.startswith("."):
                _press(folder / name)


class Doorbell:
    """One process's own pipe in `folder`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        name = new_id()
        hidden = folder / f".{name}"
        os.mkfifo(hidden, 0o600)
        self._pipe = os.open(hidden, os.O_RDWR | os.O_NONBLOCK)
        # Seen only now that it is open: `ring` takes a pipe that nobody holds for a dead one's.
        self._path = hidden.rename(folder / name)

    def wait(self, seconds: float) -> bool:
        """Wait for a ring, at most `seconds`; say whether there was one, also since last time."""
        if not select.select([self._pipe], [], [], max(0.0, seconds))[0]:
            return False
        with suppress(BlockingIOError):
            while os.read(self._pipe, 4096):
                pass
        return True

    def close(self) -> None:
        self._path.unlink(missing_ok=True)
        os.close(self._pipe)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _press(pipe: Path) -> None:
    try:
        descriptor = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:  # Its process died.
        pipe.unlink(missing_ok=True)
        return
    with suppress(BlockingIOError):  # It is full of rings already.
        os.write(descriptor, b"!")
    os.close(descriptor)
