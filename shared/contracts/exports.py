"""Messages that the exports service owns."""

from dataclasses import dataclass
from typing import Any

from shared.message import Message


@dataclass(frozen=True, kw_only=True)
class _JobMessage(Message):
    job_id: str
    format: str
    accounts: list[str]  # Ids.
    requested_by: str  # The id of a user or of an API token.


@dataclass(frozen=True, kw_only=True)
class ExportQueued(_JobMessage):
    """Somebody asked for documents as a file."""

    name = "exports.job.queued.v1"


@dataclass(frozen=True, kw_only=True)
class ExportStarted(_JobMessage):
    """The file is being written."""

    name = "exports.job.started.v1"


@dataclass(frozen=True, kw_only=True)
class ExportCompleted(_JobMessage):
    """The job ended; its file, if there was anything to write, can be fetched."""

    name = "exports.job.completed.v1"


@dataclass(frozen=True, kw_only=True)
class ExportFailed(_JobMessage):
    """No file could be made; the job says why."""

    name = "exports.job.failed.v1"


@dataclass(frozen=True, kw_only=True)
class ExportCancelled(_JobMessage):
    """Somebody stopped the job before its file was ready."""

    name = "exports.job.cancelled.v1"


@dataclass(frozen=True, kw_only=True)
class ExportExpired(_JobMessage):
    """The file is gone; the job stays as a record."""

    name = "exports.job.expired.v1"


@dataclass(frozen=True, kw_only=True)
class DocumentChangedAfterExport(Message):
    """A document is another than the one in a file that went out; who took the file learns it.

    `exports` are the newest in each format: `job_id`, `format`, and the `version` that went out.
    """

    name = "exports.document.changed_after_export.v1"
    document_id: str
    account_id: str
    number: str
    version: int
    exports: list[dict[str, Any]]
