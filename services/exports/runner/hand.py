"""What a runner has in hand: the lease, the progress, and the news that it has to stop."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

from sqlalchemy.orm import Session, sessionmaker

from services.exports.jobs import claims, parts
from services.exports.jobs.claims import LeaseLost
from services.exports.jobs.models import Job, JobPart
from shared.bus.heartbeat import beat
from shared.bus.process import Stop

PROCESS = "runner"
RENEWED_EVERY = 0.4  # seconds


class Stopped(Exception):
    """The runner itself has to end; what it has is another's."""


class Hand(ABC):
    """Keeps hold while the block runs, by a thread of its own that also beats for the runner."""

    def __init__(self, sessions: sessionmaker[Session], job: Job, stop: Stop) -> None:
        self.job = job
        self.stop = stop
        self._sessions = sessions
        self._over = threading.Event()
        self._lost: Exception | None = None
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
        if self.stop.is_set():
            raise Stopped

    def pause(self, seconds: float) -> None:
        """Wait a little."""
        self.stop.wait(seconds)
        self.check()

    def checked(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """`pieces`, cut short when the work has lost its point."""
        for piece in pieces:
            self.check()
            yield piece

    @abstractmethod
    def reach(self, done: int) -> None:
        """So many documents were read; a second pass over them counts for nothing."""

    @abstractmethod
    def renew(self, session: Session) -> bool:
        """Hold on; False when that is over."""

    def _keep(self) -> None:
        while not self._over.wait(RENEWED_EVERY):
            try:
                with self._sessions.begin() as session:
                    beat(session, PROCESS)
                    if not self.renew(session):
                        self._lost = LeaseLost(self.job.id)
            except Exception as error:
                self._lost = error
            if self._lost:
                return


class JobHand(Hand):
    """An export in hand; of several accounts, its progress is that of its parts."""

    def __init__(self, sessions: sessionmaker[Session], job: Job, stop: Stop) -> None:
        super().__init__(sessions, job, stop)
        self._told = (0, 0)

    def reach(self, done: int) -> None:
        self.job.done = max(self.job.done, done)
        self.check()

    def renew(self, session: Session) -> bool:
        if len(self.job.accounts) > 1:
            self.job.done = max(self.job.done, parts.progress(session, self.job))
        done, total = telling = (self.job.done, self.job.total)
        changed = telling != self._told
        is_held = claims.renew(session, self.job, done=done, total=total, changed=changed)
        self._told = telling
        return is_held


class PartHand(Hand):
    """One account of an export in hand."""

    def __init__(
        self, sessions: sessionmaker[Session], job: Job, part: JobPart, stop: Stop
    ) -> None:
        super().__init__(sessions, job, stop)
        self.part = part

    def reach(self, done: int) -> None:
        self.part.done = max(self.part.done, done)
        self.check()

    def renew(self, session: Session) -> bool:
        return parts.renew(session, self.part)
