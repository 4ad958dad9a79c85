"""From an export's documents to its file: of one account as it is, of several in one ZIP."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from typing import Literal, NamedTuple, cast

from sqlalchemy.orm import Session

from services.exports.access.actions import check_bus, exportable
from services.exports.catalogue.actions import get_format
from services.exports.copies.models import Account
from services.exports.formats import run as formats
from services.exports.formats.archive_zip.contents import Part
from services.exports.formats.archive_zip.zip_stream import PackedBytes, ZipStream
from services.exports.formats.problems import CODES, Problem
from services.exports.jobs.models import Job
from services.exports.jobs.problems import not_found
from services.exports.jobs.storage import Storage, Stored
from services.exports.runner import reading
from services.exports.runner.hand import Hand
from services.exports.runner.reports import Reports
from services.exports.runner.summary import NAME, Line, as_csv
from services.exports.settings.actions import settings_of
from shared.auth.caller import Caller
from shared.auth.knowledge import current

DATED_BY_DOCUMENTS = frozenset({"archive_zip"})
"""Formats of which the same documents give the same bytes, whenever that is asked for."""


class Result(NamedTuple):
    """What came of an export; `obstacle` is the first problem for which an account got no file."""

    stored: Stored | None
    name: str
    media_type: str
    obstacle: Problem | None


class Export:
    """One export being written, from one view of the database.

    Raises Unavailable while it can't be told whether a bureau still serves its clients, and
    what the storage and the format raise.
    """

    def __init__(self, session: Session, hand: Hand, reports: Reports) -> None:
        self._session = session
        self._job: Job = hand.job
        self._hand = hand
        self._reports = reports
        self._format = get_format(hand.job.format)
        self._obstacle: Problem | None = None
        self._before = 0  # Documents of the accounts that are done.
        self._accounts = self._open_accounts()
        self._counts = reading.counts(session, self._job, [a.id for a in self._accounts.values()])
        hand.expect(sum(self._counts.values()))

    def write(self, storage: Storage, key: str) -> Result:
        """Write the file to `storage`; without any document or account there may be none."""
        several = len(self._job.accounts) > 1
        pieces = self._zip() if several else self._file(self._job.accounts[0])
        stored = storage.put(key, self._hand.checked(pieces))
        self._reports.flush()
        if several:
            return Result(stored, f"{self._stem()}.zip", "application/zip", self._obstacle)
        name = self._name(self._job.accounts[0])
        return Result(stored, name, self._format.media_type, self._obstacle)

    def _open_accounts(self) -> dict[str, Account]:
        """The accounts that the one who asked may still export, by prefix."""
        ids = list(self._job.account_ids.values())
        caller = current(self._session, _requester(self._job))
        check_bus(self._session, caller, ids)
        reached = exportable(self._session, caller, ids)
        known = reading.accounts(self._session, [each for each in ids if each in reached])
        return {prefix: known[id_] for prefix, id_ in self._job.account_ids.items() if id_ in known}

    def _file(self, prefix: str) -> Iterator[bytes]:
        """The file of one account; no piece where it gets none, which is reported."""
        account = self._accounts.get(prefix)
        if account is None:
            self._prevent(prefix, not_found(prefix))
            return
        run = self._run(account)
        obstacles = self._format.obstacles(run)
        for problem in obstacles:
            self._prevent(prefix, problem)
        if not obstacles:
            yield from self._written(prefix, run)
        self._before += self._counts.get(account.id, 0)
        self._hand.reach(self._before)

    def _written(self, prefix: str, run: formats.Run) -> Iterator[bytes]:
        is_empty = True
        for piece in self._format.write(run):
            is_empty = False
            yield piece
        if is_empty and not self._reports.codes(prefix)["no_documents"]:
            self._reports.add(prefix, Problem(code="no_documents", text=CODES["no_documents"]))

    def _run(self, account: Account) -> formats.Run:
        before = self._before
        return formats.Run(
            account=formats.Account(account.prefix, account.company),
            period=formats.Period(self._job.period_from, self._job.period_to),
            created_at=self._moment(account),
            documents=lambda: reading.documents(
                self._session, self._job, account.id, self._hand, before=before
            ),
            originals=lambda document_id: reading.original(self._session, document_id),
            report=lambda problem: self._reports.add(account.prefix, problem),
            date_basis=cast("Literal['issue', 'sale', 'accounting']", self._job.date_basis),
            direction=cast("Literal['sale', 'cost', 'all']", self._job.direction),
            settings=settings_of(self._session, account.id, self._format),
            options=self._job.options,
        )

    def _moment(self, account: Account) -> datetime:
        """What the file says of when it was made."""
        if self._job.dated_at:
            return self._job.dated_at
        if self._format.id in DATED_BY_DOCUMENTS:
            return reading.newest(self._session, self._job, account.id)
        return self._job.created_at

    def _zip(self) -> Iterator[bytes]:
        """A folder per account, and the summary; no piece where no account got a file."""
        lines = []
        with closing(ZipStream()) as zip_:
            for prefix in self._job.accounts:
                with closing(Part()) as part:
                    self._fill(part, prefix)
                    name = f"{prefix}/{self._name(prefix)}" if part.size else ""
                    if part.size:
                        yield from zip_.add(name, part)
                    lines.append(self._line(prefix, name, part))
            if any(line.file for line in lines):
                yield from zip_.add(NAME, PackedBytes(as_csv(lines)))
                yield from zip_.end()

    def _fill(self, part: Part, prefix: str) -> None:
        """The file of one account, packed, to wait for its place in the ZIP."""
        for piece in self._hand.checked(self._file(prefix)):
            part.write(piece)
        part.finish()

    def _line(self, prefix: str, name: str, part: Part) -> Line:
        codes = self._reports.codes(prefix)
        account = self._accounts.get(prefix)
        company = account.company if account else {}
        return Line(
            prefix=prefix,
            name=str(company.get("name") or ""),
            tax_no=str(company.get("tax_no") or ""),
            outcome="written" if part.size else _why(codes),
            file=name,
            size=part.size or "",
            sha256=part.sha256 if part.size else "",
            documents=self._counts.get(account.id, 0) if account else "",
            problems=" ".join(f"{code}:{times}" for code, times in sorted(codes.items())),
        )

    def _prevent(self, prefix: str, problem: Problem) -> None:
        self._reports.add(prefix, problem)
        self._obstacle = self._obstacle or problem

    def _name(self, prefix: str) -> str:
        return f"{prefix}_{self._stem()}.{self._format.extension}"

    def _stem(self) -> str:
        return f"{self._format.id}_{self._job.period_from}_{self._job.period_to}"


def _requester(job: Job) -> Caller:
    """The one who asked, with the roles of then; newer ones are looked up."""
    return Caller(id=job.requested_by, **job.requester)


def _why(codes: Counter[str]) -> str:
    """The code of the problem for which an account got no file."""
    found = [code for code in ("not_found", "missing_setting") if codes[code]]
    return found[0] if found else next(iter(codes), "no_documents")
