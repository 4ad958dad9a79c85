"""What a run has to tell, written to the database as it goes, so that memory stays flat."""

from collections import Counter
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from services.exports.formats.problems import Problem
from services.exports.jobs import problems
from services.exports.jobs.models import Job

SLICE = 500  # problems


class Reports:
    """The problems of one run: counted per account, kept in slices."""

    def __init__(self, sessions: sessionmaker[Session], job: Job) -> None:
        self._sessions = sessions
        self._job = job
        self._rows: list[dict[str, Any]] = []
        self._position = 0
        self._codes: dict[str, Counter[str]] = {}

    def add(self, prefix: str, problem: Problem) -> None:
        self._codes.setdefault(prefix, Counter())[problem.code] += 1
        self._rows.append(
            problems.row(self._job.id, self._job.attempt, self._position, prefix, problem)
        )
        self._position += 1
        if len(self._rows) >= SLICE:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        rows, self._rows = self._rows, []
        if rows:
            with self._sessions.begin() as session:
                problems.keep(session, rows)

    def codes(self, prefix: str) -> Counter[str]:
        """How often each problem was reported for an account."""
        return self._codes.get(prefix, Counter())
