"""Who holds claimed messages, and whether that process still lives.

An owner keeps a file locked for as long as its process lives; the kernel lets go of the lock
when the process dies, however it dies. No clock is asked, so a slow owner is never robbed.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from shared.ids import new_id


class Owner:
    """This process's claim to be alive, in `folder`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name = new_id()
        hidden = folder / f".{self.name}"
        self._file = os.open(hidden, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        # Seen only now that it is locked: an unlocked file is taken for a dead owner's.
        self._path = hidden.rename(folder / self.name)

    def close(self) -> None:
        self._path.unlink(missing_ok=True)
        os.close(self._file)


def is_dead(folder: Path, name: str) -> bool:
    """Whether the owner called `name` lives no more."""
    try:
        file = os.open(folder / name, os.O_RDWR)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(file)
    return True


def sweep(folder: Path) -> None:
    """Delete the files that dead owners left."""
    for path in folder.glob("[!.]*"):
        if is_dead(folder, path.name):
            with suppress(FileNotFoundError):
                path.unlink()
