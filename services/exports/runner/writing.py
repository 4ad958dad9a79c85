"""From an export's documents to its file: of one account as it is, of several in one ZIP."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple

from sqlalchemy.orm import Session

from services.exports.formats.archive_zip.contents import Part
from services.exports.formats.archive_zip.zip_stream import PackedBytes, ZipStream
from services.exports.formats.problems import Problem
from services.exports.jobs.models import Job
from services.exports.jobs.storage import Storage, Stored
from services.exports.runner.files import Files
from services.exports.runner.hand import Hand
from services.exports.runner.reports import Reports
from services.exports.runner.summary import NAME, Line, as_csv


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
        self._job: Job = hand.job
        self._hand = hand
        self._reports = reports
        self._files = Files(session, hand.job, hand, reports)

    def write(self, storage: Storage, key: str) -> Result:
        """Write the file to `storage`; without any document or account there may be none."""
        several = len(self._job.accounts) > 1
        pieces = self._zip() if several else self._files.pieces(self._job.accounts[0])
        stored = storage.put(key, self._hand.checked(pieces))
        self._reports.flush()
        obstacle = self._files.obstacle
        if several:
            return Result(stored, f"{self._stem()}.zip", "application/zip", obstacle)
        name = self._name(self._job.accounts[0])
        return Result(stored, name, self._files.format.media_type, obstacle)

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
        for piece in self._hand.checked(self._files.pieces(prefix)):
            part.write(piece)
        part.finish()

    def _line(self, prefix: str, name: str, part: Part) -> Line:
        codes = self._reports.codes(prefix)
        account = self._files.accounts.get(prefix)
        company = account.company if account else {}
        return Line(
            prefix=prefix,
            name=str(company.get("name") or ""),
            tax_no=str(company.get("tax_no") or ""),
            outcome="written" if part.size else _why(codes),
            file=name,
            size=part.size or "",
            sha256=part.sha256 if part.size else "",
            documents=self._files.counts.get(account.id, 0) if account else "",
            problems=" ".join(f"{code}:{times}" for code, times in sorted(codes.items())),
        )

    def _name(self, prefix: str) -> str:
        return f"{prefix}_{self._stem()}.{self._files.format.extension}"

    def _stem(self) -> str:
        return f"{self._job.format}_{self._job.period_from}_{self._job.period_to}"


def _why(codes: Counter[str]) -> str:
    """The code of the problem for which an account got no file."""
    found = [code for code in ("not_found", "missing_setting") if codes[code]]
    return found[0] if found else next(iter(codes), "no_documents")
