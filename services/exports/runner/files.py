"""The file of each account of an export, from one view of the database."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal, Protocol, cast

from sqlalchemy.orm import Session

from services.exports.access.actions import surely_exportable
from services.exports.catalogue.actions import DATED_BY_DOCUMENTS, get_format
from services.exports.copies.actions import accounts_by_id
from services.exports.copies.models import Account
from services.exports.exported.reads import Reads
from services.exports.formats import run as formats
from services.exports.formats.problems import CODES, Problem
from services.exports.jobs.models import Job
from services.exports.jobs.problems import not_found
from services.exports.runner import reading
from services.exports.runner.attachments import Attachments, Fetching
from services.exports.runner.originals import Originals
from services.exports.runner.passes import Passes
from services.exports.runner.reading import Pace
from services.exports.settings.actions import settings_of
from shared.auth.caller import Caller
from shared.auth.knowledge import current


class Telling(Protocol):
    """Where the problems of each account are told."""

    def add(self, prefix: str, problem: Problem) -> None: ...

    def codes(self, prefix: str) -> Counter[str]:
        """How often each problem was told of an account."""
        ...


class Files:
    """The files of one export; `obstacle` is the first problem for which an account got none.

    `reads` keeps what was read, of the one account that gets a file; without it nothing does.

    Raises Unavailable while it can't be told whether a bureau still serves its clients, and
    what the format raises.
    """

    def __init__(
        self,
        session: Session,
        job: Job,
        pace: Pace,
        reports: Telling,
        *,
        only: str | None = None,
        reads: Reads | None = None,
        fetching: Fetching | None = None,
    ) -> None:
        self.format = get_format(job.format)
        self.obstacle: Problem | None = None
        self._session = session
        self._job = job
        self._pace = pace
        self._reports = reports
        self._reads = reads
        self._fetching = fetching  # Without it nothing is said of attachments.
        self._attachments: Attachments | None = None  # Of the account at hand.
        self._only = only  # The prefix of the one account that matters.
        self.accounts = self._open_accounts()

    def count(self) -> int:
        """How many documents will be read."""
        ids = [account.id for account in self.accounts.values()]
        return reading.count(self._session, self._job, ids)

    def pieces(self, prefix: str) -> Iterator[bytes]:
        """The file of one account; no piece where it gets none, which is reported."""
        account = self.accounts.get(prefix)
        if account is None:
            self._prevent(prefix, not_found(prefix))
            return
        if self._reads:
            self._reads.account_id = account.id
        run = self.run(account)
        obstacles = self.format.obstacles(run)
        for problem in obstacles:
            self._prevent(prefix, problem)
        if not obstacles:
            yield from self._written(prefix, run)
        elif self._reads:
            reading.versions(self._session, self._job, account.id, self._reads)
            self._pace.reach(self._reads.count)
        self.close()

    def run(self, account: Account) -> formats.Run:
        """What the format is told of the account."""
        originals = Originals(self._session)
        attachments = self._attachments = self._attachments_of(account)

        def announce(ids: Sequence[str]) -> None:
            originals.expect(ids)
            if attachments:
                attachments.expect(ids)

        passes = Passes(
            lambda: reading.documents(
                self._session,
                self._job,
                account.id,
                self._pace,
                announce=announce,
                reads=self._reads,
            ),
            announce=announce,
        )
        return formats.Run(
            account=formats.Account(account.prefix, account.company),
            period=formats.Period(self._job.period_from, self._job.period_to),
            created_at=self._moment(account),
            documents=passes.documents,
            originals=originals.of,
            attachments=attachments.of if attachments else formats.no_attachments,
            report=lambda problem: self._report(account.prefix, problem),
            date_basis=cast("Literal['issue', 'sale', 'accounting']", self._job.date_basis),
            direction=cast("Literal['sale', 'cost', 'all']", self._job.direction),
            settings=settings_of(self._session, account.id, self.format),
            options=self._job.options,
        )

    def close(self) -> None:
        """Forget the files that were fetched."""
        if self._attachments:
            self._attachments.close()

    def _requester(self, account: Account) -> Caller:
        """For whom the account's attachments are fetched."""
        return _requester(self._job)

    def _attachments_of(self, account: Account) -> Attachments | None:
        if self._fetching is None:
            return None
        caller = self._requester(account)
        return Attachments(self._session, self._fetching, caller, account.prefix)

    def _open_accounts(self) -> dict[str, Account]:
        """The accounts that the one who asked may still export, by prefix."""
        asked = {
            prefix: id_
            for prefix, id_ in self._job.account_ids.items()
            if self._only in (None, prefix)
        }
        ids = list(asked.values())
        caller = current(self._session, _requester(self._job))
        reached = surely_exportable(self._session, caller, ids)
        known = accounts_by_id(self._session, [each for each in ids if each in reached])
        return {prefix: known[id_] for prefix, id_ in asked.items() if id_ in known}

    def _written(self, prefix: str, run: formats.Run) -> Iterator[bytes]:
        is_empty = True
        for piece in self.format.write(run):
            is_empty = False
            yield piece
        if self._reads:
            self._reads.went_out = not is_empty
        if is_empty and not self._reports.codes(prefix)["no_documents"]:
            self._reports.add(prefix, Problem(code="no_documents", text=CODES["no_documents"]))

    def _moment(self, account: Account) -> datetime:
        """What the file says of when it was made."""
        if self._job.dated_at:
            return self._job.dated_at
        if self.format.id in DATED_BY_DOCUMENTS:
            return reading.newest(self._session, self._job, account.id)
        return self._job.created_at

    def _report(self, prefix: str, problem: Problem) -> None:
        if self._reads and problem.code == "unsupported_document" and problem.document_id:
            self._reads.leave_out(problem.document_id)
        self._reports.add(prefix, problem)

    def _prevent(self, prefix: str, problem: Problem) -> None:
        self._reports.add(prefix, problem)
        self.obstacle = self.obstacle or problem


def _requester(job: Job) -> Caller:
    """The one who asked, with the roles of then; newer ones are looked up."""
    return Caller(id=job.requested_by, **job.requester)
