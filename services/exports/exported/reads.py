"""The documents of one account that a run read, waiting on disk until they count."""

import tempfile
from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from sqlalchemy import TextClause, delete, select, text
from sqlalchemy.orm import Session

from services.exports.exported.models import ExportedDocument
from services.exports.jobs.lifecycle import WENT_OUT
from services.exports.jobs.models import Job

_IN_MEMORY = 1 << 20  # bytes

# One statement for a slice, which goes in as JSON: an array of rows, each of four cells.
_KEEP = """
INSERT INTO exported_document
    (account_id, document_id, format, job_id, version, sha256, went_out)
SELECT :account_id, {cells[0]}, :format, :job_id, CAST({cells[1]} AS integer), {cells[2]},
       CAST({cells[3]} AS boolean)
FROM {rows}
"""


def _keeping(rows: str, cell: str) -> TextClause:
    return text(_KEEP.format(rows=rows, cells=[cell.format(place) for place in range(4)]))


_ON_POSTGRESQL = _keeping(
    "json_array_elements(CAST(:slice AS json)) AS read(value)", "value ->> {}"
)
_ON_SQLITE = _keeping("json_each(:slice)", "json_extract(value, '$[{}]')")


class Reads:
    """Id, version and SHA-256 of each document, in slices; on disk once it is much.

    `went_out`: the account got a file, so all are in it but those that were left out; the ids
    of these are in memory.
    """

    def __init__(self) -> None:
        self.account_id = ""
        self.went_out = False
        self.count = 0
        self._left_out: set[str] = set()
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115

    def add(self, place: int, documents: Sequence[Sequence[Any]]) -> None:
        """Those from `place` on came; in a later pass they come again and change nothing."""
        if place == self.count:
            self._file.write(orjson.dumps([tuple(each) for each in documents]) + b"\n")
            self.count += len(documents)

    def leave_out(self, document_id: str) -> None:
        """The format does not carry the document, which is read nonetheless."""
        self._left_out.add(document_id)

    def slices(self) -> Iterator[str]:
        """JSON, each an array of rows: id, version, SHA-256, and whether it went out."""
        self._file.seek(0)
        for line in self._file:
            rows = [
                (id_, version, sha256, self.went_out and id_ not in self._left_out)
                for id_, version, sha256 in orjson.loads(line)
            ]
            yield orjson.dumps(rows).decode()

    def close(self) -> None:
        self._file.close()


def keep(session: Session, job: Job, reads: Reads) -> None:
    """Write down that the export read these. They count once it is complete."""
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    facts = {
        "account_id": reads.account_id,
        "format": job.format,
        "job_id": job.id,
    }
    for slice_ in reads.slices():
        session.execute(_ON_POSTGRESQL if is_postgresql else _ON_SQLITE, facts | {"slice": slice_})


def forget(session: Session, job_id: str) -> None:
    """Of an export that ended without a file nobody has to know what it read."""
    state = select(Job.state).where(Job.id == job_id).scalar_subquery()
    read = delete(ExportedDocument).where(ExportedDocument.job_id == job_id)
    session.execute(read.where(state.not_in(WENT_OUT)))
