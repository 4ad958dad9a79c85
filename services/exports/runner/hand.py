"""An export in a runner's hands: its lease, its progress, and the news that it has to stop."""

import threading
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

from sqlalchemy.orm import Session, sessionmaker

from services.exports.jobs import claims
from services.exports.jobs.claims import LeaseLost
from services.exports.jobs.models import Job
from shared.bus.heartbeat import beat
from shared.bus.process import Stop

PROCESS = "runner"
RENEWED_EVERY = 0.4  # seconds


class Stopped(Exception):
    """The runner itself has to end; the export is another's."""


class Hand:
    """Keeps `job` while the block runs, by a thread of its own that also beats for the runner."""

    def __init__(self, sessions: sessionmaker[Session], job: Job, stop: Stop) -> None:
        self.job = job
        self._sessions = sessions
        self._stop = stop
        self._over = threading.Event()
        self._lost: Exception | None = None
        self._told = (0, 0)
        self._thread = threading.Thread(target=self._keep, name="lease", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def check(self) -> None:
        """Raise LeaseLost or Stopped when the work has lost its point, or why renewing failed."""
        if self._lost:
            raise self._lost
        if self._stop.is_set():
            raise Stopped

    def pause(self, seconds: float) -> None:
        """Wait a little."""
        self._stop.wait(seconds)
        self.check()

    def expect(self, total: int) -> None:
        """So many documents will be read."""
        self.job.total = total

    def reach(self, done: int) -> None:
        """So many documents were read; a second pass over them counts for nothing."""
        self.job.done = max(self.job.done, done)
        self.check()

    def checked(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """`pieces`, cut short when the work has lost its point."""
        for piece in pieces:
            self.check()
            yield piece

    def _keep(self) -> None:
        while not self._over.wait(RENEWED_EVERY):
            try:
                self._renew()
            except Exception as error:
                self._lost = error
            if self._lost:
                return

    def _renew(self) -> None:
        telling = (self.job.done, self.job.total)
        with self._sessions.begin() as session:
            beat(session, PROCESS)
            changed = telling != self._told
            done, total = telling
            if not claims.renew(session, self.job, done=done, total=total, changed=changed):
                self._lost = LeaseLost(self.job.id)
        self._told = telling
