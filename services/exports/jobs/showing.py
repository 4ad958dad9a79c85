"""How exports are shown to the one who asked: in their language, with what they may see now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from services.exports.access.actions import exportable
from services.exports.jobs import problems
from services.exports.jobs.lifecycle import LIFECYCLE
from services.exports.jobs.models import Job, JobProblem
from shared.auth.caller import Caller
from shared.texts import say

BY_PEOPLE = frozenset({"cancel"})  # The triggers that are not the runner's.
ALL_SHOWN = 1000
"""Problems in one export's JSON; the rest is at its address `/problems`."""
FEW_SHOWN = 20

AS_KEPT = (
    "id", "format", "accounts", "date_basis", "kinds", "direction", "options", "only",
    "mark_booked", "repeats", "dated_at", "created_at", "started_at", "ended_at", "version",
)  # fmt: skip


@dataclass(frozen=True)
class Showing:
    """To whom exports are shown, in which language, with which addresses."""

    caller: Caller
    language: str
    public_url: str
    accounts_url: str

    def one(self, session: Session, job: Job, *, most: int = ALL_SHOWN) -> dict[str, Any]:
        """The export as its schema dumps it, with `most` problems at most."""
        hidden = self.hidden(session, job)
        query = problems.of(job, hidden=hidden)
        first = session.scalars(query.order_by(JobProblem.position).limit(most)).all()
        return {
            **{name: getattr(job, name) for name in AS_KEPT},
            "state": job.state.value,
            "progress": {"done": job.done, "total": job.total},
            "period": {"first": job.period_from, "last": job.period_to},
            "expires_at": job.expires_at,
            "file": None if hidden else self._file(job),
            "problems": [self.problem(job, each) for each in first],
            "problem_count": len(first) if len(first) < most else problems.count(session, query),
            "error": self._error(job),
            "allowed": [each for each in LIFECYCLE.allowed(job) if each in BY_PEOPLE],
        }

    def several(self, session: Session, jobs: Iterable[Job]) -> list[dict[str, Any]]:
        return [self.one(session, job, most=FEW_SHOWN) for job in jobs]

    def hidden(self, session: Session, job: Job) -> set[str]:
        """The accounts of the export that are closed to the caller by now."""
        reached = exportable(session, self.caller, job.account_ids.values())
        return {prefix for prefix, id_ in job.account_ids.items() if id_ not in reached}

    def problem(self, job: Job, problem: JobProblem) -> dict[str, Any]:
        return {
            "account": problem.account,
            "document": problem.document,
            "document_id": problem.document_id,
            "code": problem.code,
            "detail": say(problem.text, self.language, problem.facts),
            "fix": self._fix(job, problem),
        }

    def _file(self, job: Job) -> dict[str, Any] | None:
        if not job.has_file:
            return None
        return {
            "name": job.file_name,
            "size": job.file_size,
            "sha256": job.file_sha256,
            "media_type": job.file_media_type,
            "url": f"{self.public_url}/v1/exports/{job.id}/file",
        }

    def _error(self, job: Job) -> dict[str, str] | None:
        if job.error is None:
            return None
        detail = say(job.error["text"], self.language, job.error["facts"])
        return {"code": job.error["code"], "detail": detail}

    def _fix(self, job: Job, problem: JobProblem) -> str | None:
        if problem.fix == "company":
            return f"{self.accounts_url}/v1/accounts/{problem.account}"
        if problem.fix == "settings":
            return f"{self.public_url}/v1/accounts/{problem.account}/settings/{job.format}"
        return None
