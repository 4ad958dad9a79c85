"""The file of a hand-over package: an archive with sums and gaps in it, read again when written."""

import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from typing import IO, Any, NamedTuple

from sqlalchemy.orm import Session

from services.exports.copies.models import Account
from services.exports.doctor.series import Gap, gaps
from services.exports.formats.archive_zip.contents import MANIFEST
from services.exports.formats.archive_zip.verify import verify
from services.exports.formats.problems import Problem
from services.exports.formats.run import Run
from services.exports.formats.vat_register_csv import BOM, csv_lines
from services.exports.handover_packages import sums
from services.exports.handover_packages.models import HandoverPackage
from services.exports.jobs.models import Job
from services.exports.jobs.storage import Storage, Stored
from services.exports.runner.attachments import Fetching
from services.exports.runner.errands import Errands
from services.exports.runner.files import Files
from services.exports.runner.hand import Hand
from shared.auth.caller import Caller
from shared.contracts.statement import SumRow

FORMAT = "archive_zip"
GAP_COLUMNS = ("Pierwszy", "Ostatni", "Brakuje")
MOST_GAPS = 200  # On the certificate's page even fewer; the file has all.

LOST = {
    "original_damaged": "original",
    "attachment_damaged": "attachment",
    "attachment_missing": "attachment",
}
"""Problems of files that are not in the archive, and how differences call them."""

Difference = dict[str, Any]


@dataclass(frozen=True)
class Counted:
    """What was counted of the documents in a pass of its own."""

    rows: list[SumRow]
    gaps: list[Gap]


class Made(NamedTuple):
    """The file, what the certificate says of it, and what is wrong with it."""

    stored: Stored
    facts: dict[str, Any]
    differences: list[Difference]


@dataclass
class Told:
    """What the archive reports; of that only files that are not in it matter here."""

    lost: list[Problem] = field(default_factory=list)

    def add(self, prefix: str, problem: Problem) -> None:
        if problem.code in LOST:
            self.lost.append(problem)

    def codes(self, prefix: str) -> Counter[str]:
        return Counter()


class PackageFiles(Files):
    """The archive of the account itself, whoever asked for it."""

    def __init__(
        self,
        session: Session,
        job: Job,
        hand: Hand,
        told: Told,
        account: Account,
        errands: Errands,
    ) -> None:
        self._account = account
        super().__init__(session, job, hand, told, fetching=Fetching(errands, hand.pause))

    def _requester(self, account: Account) -> Caller:
        return Caller(id=account.id, kind="account")

    def _open_accounts(self) -> dict[str, Account]:
        return {self._account.prefix: self._account}


def make(
    session: Session,
    package: HandoverPackage,
    account: Account,
    hand: Hand,
    storage: Storage,
    *,
    key: str,
    originals: int,
    errands: Errands,
) -> Made:
    """Write the file from what `session` sees, and read all of it again.

    It is whole where there is no difference: its SHA-256s are right, it has as many documents
    and originals, and the sums are those that accounts states.
    """
    told = Told()
    job = as_job(package, account)
    with closing(PackageFiles(session, job, hand, told, account, errands)) as files:
        run = files.run(account)
        counted = count(run)
        run = replace(run, enclosures=enclosures(counted))
        stored = storage.put(key, hand.checked(files.format.write(run)))
    file = storage.open(key)
    if stored is None or file is None:
        raise FileNotFoundError(key)
    with file:
        differences = list(_faults(file, package.statement or {}, counted, originals))
    differences += [_difference(problem) for problem in told.lost]
    return Made(stored, _facts(package, account, counted, originals), differences)


def as_job(package: HandoverPackage, account: Account) -> Job:
    """The package as the export that its archive is; nothing of it is kept."""
    statement = package.statement or {}
    return Job(
        id=package.id,
        format=FORMAT,
        accounts=[account.prefix],
        account_ids={account.prefix: account.id},
        period_from=date.fromisoformat(statement["period_from"]),
        period_to=date.fromisoformat(statement["period_to"]),
        date_basis="issue",
        direction="all",
        options={},
        created_at=package.asked_at,
    )


def count(run: Run) -> Counted:
    """The sums, and what is missing in the series of the sales."""
    counting = sums.MonthlySums()
    numbers: list[tuple[str, date]] = []
    for document in run.documents():
        counting.add(document)
        if document["income"]:
            numbers.append((document["number"], date.fromisoformat(document["issue_date"])))
    return Counted(counting.rows(), list(gaps(numbers, run.period)))


def enclosures(counted: Counted) -> Mapping[str, bytes]:
    """The files that a package has beside those of any archive."""
    months = sums.by_month(counted.rows)
    rows = [list(GAP_COLUMNS), *([gap.first, gap.last, str(gap.missing)] for gap in counted.gaps)]
    return {
        "sums_by_month.csv": sums.as_csv(months),
        "sums_by_month.json": sums.as_json(months),
        "number_gaps.csv": (BOM + csv_lines(iter(rows))).encode(),
    }


def _faults(
    file: IO[bytes], statement: Mapping[str, Any], counted: Counted, originals: int
) -> Iterator[Difference]:
    for fault in verify(file):
        yield {"code": "file", "text": fault.text, "facts": dict(fault.facts)}
        return
    if counted.rows != statement["sums"]:
        yield {"code": "sums"}
    with zipfile.ZipFile(file) as archive:
        manifest = json.loads(archive.read(MANIFEST))
    counts = manifest["counts"]
    if (counts["documents"], counts["originals"]) != (statement["documents"], originals):
        yield {"code": "count"}
    if manifest["sums"] != sums.over_all(statement["sums"]):
        yield {"code": "sums"}


def _difference(problem: Problem) -> Difference:
    return {"code": LOST[problem.code], "id": problem.document_id, "number": problem.document}


def _facts(
    package: HandoverPackage, account: Account, counted: Counted, originals: int
) -> dict[str, Any]:
    """What the certificate says; names are those of now."""
    return {
        "client": {"prefix": account.prefix}
        | {name: account.company.get(name) for name in ("name", "tax_no")},
        "bureau": package.bureau,
        "documents": (package.statement or {})["documents"],
        "originals": originals,
        "sums": sums.over_all(counted.rows),
        "gaps": [gap._asdict() for gap in counted.gaps[:MOST_GAPS]],
        "gap_count": len(counted.gaps),
    }
