"""One log of many processes: each line with the name of its process in front."""

import os
import select
import selectors
from collections import deque

WIDTH = 17
"""The length of the longest name, so that the lines stand in a column."""

KEPT_LINES = 5000
"""How many lines wait for a reader that is slow or gone; what comes then is only counted."""

CHUNK = 512
"""POSIX takes so many bytes at once from whoever may write to a pipe at all."""


class Log:
    """Writes to the descriptor `out` what the processes print, and never waits for its reader."""

    def __init__(self, out: int, selector: selectors.BaseSelector) -> None:
        self.out = out
        self.selector = selector
        self.names: dict[int, str] = {}
        self.begun: dict[int, bytes] = {}
        self.waiting: deque[bytes] = deque()
        self.lost = 0

    def print(self, line: str) -> None:
        """A line of the supervisor's own, as it is."""
        if len(self.waiting) >= KEPT_LINES:
            self.lost += 1
        else:
            self.waiting.append(f"{line}\n".encode())
        self.write()

    def say(self, name: str, line: str) -> None:
        self.print(f"{name:{WIDTH}}| {line}")

    def write(self) -> None:
        """Write what waits, as far as it is taken."""
        while self.waiting and select.select([], [self.out], [], 0)[1]:
            line = self.waiting.popleft()
            rest = line[os.write(self.out, line[:CHUNK]) :]
            if rest:
                self.waiting.appendleft(rest)
            if self.lost and not self.waiting:
                lost, self.lost = self.lost, 0
                self.say("supervisor", f"{lost} lines were lost, since nobody read them")

    def follow(self, reader: int, name: str) -> None:
        """Print what comes through the pipe `reader`, until all who write to it are gone."""
        os.set_blocking(reader, False)
        self.names[reader] = name
        self.begun[reader] = b""
        self.selector.register(reader, selectors.EVENT_READ)

    def read(self, reader: int) -> bool:
        """Print the whole lines that have come; False when there is nothing more for now."""
        try:
            chunk = os.read(reader, 65536)
        except BlockingIOError:
            return False
        *lines, rest = (self.begun[reader] + chunk).split(b"\n")
        if not chunk and rest:
            lines, rest = [rest], b""
        self.begun[reader] = rest
        for line in lines:
            self.say(self.names[reader], line.decode(errors="replace"))
        if not chunk:
            self._leave(reader)
        return bool(chunk)

    def drain(self) -> None:
        """Print what is left, without waiting for more."""
        for reader in list(self.names):
            while self.read(reader):
                pass

    def close(self) -> None:
        """Close the pipes, for a child that has no use for its siblings' lines."""
        for reader in self.names:
            os.close(reader)

    def _leave(self, reader: int) -> None:
        self.selector.unregister(reader)
        os.close(reader)
        del self.names[reader], self.begun[reader]
