"""The file of an export of one account."""

from contextlib import closing
from typing import NamedTuple

from sqlalchemy.orm import Session

from services.exports.exported.reads import Reads
from services.exports.formats.problems import Problem
from services.exports.jobs.models import Job
from services.exports.jobs.storage import Storage, Stored
from services.exports.runner.attachments import Fetching
from services.exports.runner.errands import Errands
from services.exports.runner.files import Files
from services.exports.runner.hand import JobHand
from services.exports.runner.reports import Reports


class Result(NamedTuple):
    """What came of an export; `obstacle` is the first problem for which an account got no file."""

    stored: Stored | None
    name: str
    media_type: str
    obstacle: Problem | None


def write(
    session: Session,
    hand: JobHand,
    reports: Reports,
    reads: Reads,
    storage: Storage,
    key: str,
    errands: Errands | None,
) -> Result:
    """Write the file to `storage`; without any document there may be none.

    Raises Unavailable while it can't be told whether a bureau still serves its client, and
    what the storage and the format raise.
    """
    (prefix,) = hand.job.accounts
    fetching = Fetching(errands, hand.pause) if errands else None
    with closing(Files(session, hand.job, hand, reports, reads=reads, fetching=fetching)) as files:
        hand.job.total = files.count()
        stored = storage.put(key, hand.checked(files.pieces(prefix)))
    reports.flush()
    name = file_name(hand.job, prefix, files.format.extension)
    return Result(stored, name, files.format.media_type, files.obstacle)


def file_name(job: Job, prefix: str, extension: str) -> str:
    return f"{prefix}_{stem(job)}.{extension}"


def stem(job: Job) -> str:
    return f"{job.format}_{job.period_from}_{job.period_to}"
