"""An export of several accounts: a part per account, which any runner may write, and one ZIP.

The runner that has the export writes parts like any other, waits for those that others have,
and puts the ZIP together. Each part is read from one view of the database.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from io import SEEK_SET
from time import monotonic
from typing import Any

import structlog
from sqlalchemy.orm import Session, sessionmaker

from services.exports.catalogue.actions import get_format
from services.exports.exported.reads import Reads, keep
from services.exports.formats.archive_zip.contents import Part
from services.exports.formats.archive_zip.zip_stream import DEFLATED, PackedBytes, ZipStream
from services.exports.formats.problems import Problem
from services.exports.jobs import parts
from services.exports.jobs.claims import MOST_CRASHES, LeaseLost
from services.exports.jobs.models import Job, JobPart
from services.exports.jobs.storage import Storage
from services.exports.runner.attachments import Fetching
from services.exports.runner.errands import Errands
from services.exports.runner.files import Files
from services.exports.runner.hand import JobHand, PartHand, Stopped
from services.exports.runner.journal import Journal, replay
from services.exports.runner.reports import Reports
from services.exports.runner.summary import NAME, Line, as_csv
from services.exports.runner.writing import Result, file_name, stem
from shared.bus.process import OUTAGES, Stop
from shared.errors import Failure
from shared.texts import N_

PAUSE = 0.05  # seconds
MOMENT = 0.5  # Seconds, after which a runner looks whether something else has to be done.
PIECE = 1 << 16

BROKEN = N_("The export failed on our side. It is in our log under %(job)s.")

log = structlog.get_logger(__name__)


class PartFailed(Exception):
    """A part can't be written, so the export can't be made."""

    def __init__(self, code: str, text: str, facts: dict[str, Any]) -> None:
        super().__init__(code)
        self.code, self.text, self.facts = code, text, facts


class Several:
    """Writes parts, and the ZIP of all."""

    def __init__(
        self,
        reads: sessionmaker[Session],
        writes: sessionmaker[Session],
        snapshots: sessionmaker[Session],
        storage: Storage,
        errands: Errands | None = None,
    ) -> None:
        self._reads = reads
        self._writes = writes
        self._snapshots = snapshots
        self._storage = storage
        self._errands = errands
        self._last: Job | None = None

    def write(self, hand: JobHand, key: str, reports: Reports) -> Result:
        """See all parts to their end and put them together. Raises PartFailed."""
        job = hand.job
        with self._snapshots() as session:
            job.total = Files(session, job, hand, reports).count()
        with self._writes.begin() as session:
            parts.plan(session, job)
        while not self._are_ended(job):
            if not self.help(hand.stop, job.id):
                hand.pause(PAUSE)
            hand.check()
        return self._assemble(hand, reports, key)

    def help(self, stop: Stop, job_id: str | None = None) -> bool:
        """Write parts of the export, or of any, for a moment; says whether any waited."""
        over_at = monotonic() + MOMENT
        if not self._write_next(stop, job_id):
            return False
        while monotonic() < over_at and self._write_next(stop, job_id):
            pass
        return True

    def _write_next(self, stop: Stop, job_id: str | None) -> bool:
        with self._writes.begin() as session:
            part = parts.claim(session, job_id)
            if part is None:
                return False
            job = self._job_of(session, part)
        for earlier in range(1, part.attempt):
            self._storage.delete(parts.key(part, earlier))
        try:
            with PartHand(self._writes, job, part, stop) as hand:
                self._see_through(hand)
        except Stopped:
            self._storage.delete(parts.key(part, part.attempt))
            with self._writes.begin() as session:
                parts.give_back(session, part)
            raise
        except LeaseLost:
            self._storage.delete(parts.key(part, part.attempt))
            with self._writes.begin() as session:
                parts.give_back(session, part)
            self.clear(part.job_id)
            log.info("part.let_go", job=part.job_id, account=part.prefix)
        return True

    def _job_of(self, session: Session, part: JobPart) -> Job:
        """The export of the part. What is asked for never changes, so the last one is kept."""
        if self._last is None or self._last.id != part.job_id:
            self._last = session.get_one(Job, part.job_id)
        return self._last

    def clear(self, job_id: str | None = None) -> None:
        """Delete the parts of exports that are over."""
        with self._writes.begin() as session:
            parts.clear(session, self._storage, job_id)

    def _are_ended(self, job: Job) -> bool:
        with self._reads() as session:
            return parts.are_ended(session, job)

    def _see_through(self, hand: PartHand) -> None:
        with closing(Reads()) as reads:
            values = self._outcome(hand, reads)
            with self._writes.begin() as session:
                parts.end(session, hand.part, **values)
                if not values.get("error"):
                    keep(session, hand.job, reads)

    def _outcome(self, hand: PartHand, reads: Reads) -> dict[str, Any]:
        """What the part's row says at its end: what was written, or an error."""
        part = hand.part
        try:
            if part.crashes >= MOST_CRASHES:
                raise RuntimeError(f"the part of {part.prefix} killed its runners")
            return self._write_part(hand, reads)
        except (Stopped, LeaseLost, *OUTAGES):
            raise
        except Failure as failure:
            return _error(failure.code, failure.text, failure.facts)
        except Exception as error:
            log.error("part.broke", job=part.job_id, account=part.prefix, exc_info=error)
            return _error("internal", BROKEN, {"job": part.job_id})

    def _write_part(self, hand: PartHand, reads: Reads) -> dict[str, Any]:
        """Put the account's packed file away, and behind it the journal."""
        job, part = hand.job, hand.part
        fetching = Fetching(self._errands, hand.pause) if self._errands else None
        with (
            closing(Part()) as file,
            closing(Journal()) as journal,
            self._snapshots() as session,
            closing(
                Files(
                    session,
                    job,
                    hand,
                    journal,
                    only=part.prefix,
                    reads=reads,
                    fetching=fetching,
                )
            ) as files,
        ):
            for piece in hand.checked(files.pieces(part.prefix)):
                file.write(piece)
            file.finish()
            pieces = (piece for each in (file, journal) for piece in each.pieces())
            self._storage.put(parts.key(part, part.attempt), hand.checked(pieces))
            return _written(files, part.prefix, file, reads)

    def _assemble(self, hand: JobHand, reports: Reports, key: str) -> Result:
        with self._reads() as session:
            error = parts.error_of(session, hand.job)
            ended = parts.of(session, hand.job)
        if error:
            raise PartFailed(**error)
        for part in ended:
            hand.check()
            self._replay(part, reports)
        reports.flush()
        stored = self._storage.put(key, hand.checked(self._zip(hand.job, ended, reports)))
        obstacle = next((part.obstacle for part in ended if part.obstacle), None)
        problem = Problem(**obstacle) if obstacle else None
        return Result(stored, f"{stem(hand.job)}.zip", "application/zip", problem)

    def _replay(self, part: JobPart, reports: Reports) -> None:
        stored = self._storage.open(parts.key(part, part.attempt))
        if stored:
            with stored:
                stored.seek(part.packed_size or 0, SEEK_SET)
                replay(stored, reports)

    def _zip(self, job: Job, ended: Sequence[JobPart], reports: Reports) -> Iterator[bytes]:
        """A folder per account, and the summary; no piece where no account got a file."""
        extension = get_format(job.format).extension
        names = {
            part.position: f"{part.prefix}/{file_name(job, part.prefix, extension)}"
            for part in ended
            if part.size
        }
        with closing(ZipStream()) as zip_:
            for part in ended:
                if part.size:
                    yield from zip_.add(names[part.position], _StoredPart(self._storage, part))
            if names:
                lines = [
                    _line(part, names.get(part.position, ""), reports.codes(part.prefix))
                    for part in ended
                ]
                yield from zip_.add(NAME, PackedBytes(as_csv(lines)))
                yield from zip_.end()


class _StoredPart:
    """A part's packed file on its way from the storage into the ZIP."""

    method = DEFLATED

    def __init__(self, storage: Storage, part: JobPart) -> None:
        self._storage = storage
        self._key = parts.key(part, part.attempt)
        self.size, self.packed_size, self.crc = part.size or 0, part.packed_size or 0, part.crc or 0

    def pieces(self) -> Iterator[bytes]:
        """Raises FileNotFoundError where somebody took it away."""
        stored = self._storage.open(self._key)
        if stored is None:
            raise FileNotFoundError(self._key)
        left = self.packed_size
        with stored:
            while left and (piece := stored.read(min(PIECE, left))):
                left -= len(piece)
                yield piece


def _written(files: Files, prefix: str, file: Part, reads: Reads) -> dict[str, Any]:
    """What the part's row says of what was written."""
    account = files.accounts.get(prefix)
    company = account.company if account else {}
    obstacle = files.obstacle
    return {
        "size": file.size,
        "packed_size": file.packed_size,
        "crc": file.crc,
        "sha256": file.sha256,
        "name": str(company.get("name") or ""),
        "tax_no": str(company.get("tax_no") or ""),
        "documents": reads.count if account else None,
        "obstacle": obstacle and {**vars(obstacle), "facts": dict(obstacle.facts)},
    }


def _error(code: str, text: str, facts: Any) -> dict[str, Any]:
    return {"error": {"code": code, "text": text, "facts": dict(facts)}}


def _line(part: JobPart, file: str, codes: Counter[str]) -> Line:
    return Line(
        prefix=part.prefix,
        name=part.name or "",
        tax_no=part.tax_no or "",
        outcome="written" if part.size else _why(codes),
        file=file,
        size=part.size or "",
        sha256=(part.sha256 or "") if part.size else "",
        documents="" if part.documents is None else part.documents,
        problems=" ".join(f"{code}:{times}" for code, times in sorted(codes.items())),
    )


def _why(codes: Counter[str]) -> str:
    """The code of the problem for which an account got no file."""
    found = [code for code in ("not_found", "missing_setting") if codes[code]]
    return found[0] if found else next(iter(codes), "no_documents")
