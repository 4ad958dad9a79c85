"""Watching exports: however many streams are open, one thread looks into the database.

Each open stream holds one of the web server's threads and sleeps in it, so only so many may
be open at once that threads are left for everybody else.
"""

import threading
from collections import Counter

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from services.exports.jobs.models import Job
from shared.errors import Unavailable
from shared.texts import N_

POLL = 0.2  # seconds

log = structlog.get_logger()
FULL = N_("Too many exports are being watched. Ask for the export itself, or try again.")


class Streams:
    """The streams of one web process."""

    def __init__(self, sessions: sessionmaker[Session], most: int) -> None:
        self._sessions = sessions
        self._most = most
        self._changed = threading.Condition()
        self._watched: Counter[str] = Counter()
        self._versions: dict[str, int] = {}
        self._looking = False
        self.closed = False

    def watch(self, job_id: str) -> "Watch":
        """Hear of the export's changes until the watch is closed.

        Raises Unavailable when too many watch already.
        """
        with self._changed:
            if self.closed or self._watched.total() >= self._most:
                raise Unavailable(FULL)
            self._watched[job_id] += 1
            self._start_looking()
        return Watch(self, job_id)

    def forget(self, job_id: str) -> None:
        """One watches less."""
        with self._changed:
            self._watched[job_id] -= 1
            if not self._watched[job_id]:
                del self._watched[job_id]
                self._versions.pop(job_id, None)

    def close(self) -> None:
        """End all streams: the server stops."""
        with self._changed:
            self.closed = True
            self._changed.notify_all()

    def version_after(self, job_id: str, version: int, seconds: float) -> int | None:
        """The export's next version after `version`; None if none comes in so many seconds."""

        def is_over() -> bool:
            return self.closed or self._versions.get(job_id, 0) > version

        with self._changed:
            self._changed.wait_for(is_over, seconds)
            newest = self._versions.get(job_id, 0)
            return newest if newest > version else None

    def _start_looking(self) -> None:
        if not self._looking:
            self._looking = True
            threading.Thread(target=self._look_on, name="streams", daemon=True).start()

    def _look_on(self) -> None:
        """Look as long as anybody watches."""
        while True:
            with self._changed:
                if self.closed or not self._watched:
                    self._looking = False
                    return
                watched = list(self._watched)
            self._take(self._newest(watched))
            with self._changed:
                self._changed.wait_for(lambda: self.closed, POLL)

    def _newest(self, job_ids: list[str]) -> dict[str, int]:
        query = select(Job.id, Job.version).where(Job.id.in_(job_ids))
        try:
            with self._sessions() as session:
                return {row.id: row.version for row in session.execute(query)}
        except SQLAlchemyError as error:  # Who watches sees no change until the database is back.
            log.warning("watched exports can't be read", error=str(error))
            return {}

    def _take(self, versions: dict[str, int]) -> None:
        with self._changed:
            news = {k: v for k, v in versions.items() if self._versions.get(k) != v}
            if news:
                self._versions |= {k: v for k, v in news.items() if k in self._watched}
                self._changed.notify_all()


class Watch:
    """One stream's view of one export."""

    def __init__(self, streams: Streams, job_id: str) -> None:
        self._streams = streams
        self._job_id = job_id

    @property
    def is_over(self) -> bool:
        """The server stops."""
        return self._streams.closed

    def next_version(self, after: int, seconds: float) -> int | None:
        """The export's next version after `after`; None if none comes in so many seconds."""
        return self._streams.version_after(self._job_id, after, seconds)

    def close(self) -> None:
        self._streams.forget(self._job_id)
