"""Messages that the exports service owns."""

from dataclasses import dataclass
from typing import Any

from shared.message import Message

KEYS = "/.well-known/exports-jwks.json"
"""Where exports publishes the keys by which it signs the tokens of its errands to accounts."""


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


@dataclass(frozen=True, kw_only=True)
class _HandoverPackageMessage(Message):
    package_id: str
    client_id: str  # The link's id.
    account_id: str
    bureau_id: str
    asked_by: str  # client | bureau


@dataclass(frozen=True, kw_only=True)
class HandoverPackageAsked(_HandoverPackageMessage):
    """A hand-over package waits for a runner."""

    name = "exports.handover_package.asked.v1"


@dataclass(frozen=True, kw_only=True)
class _Question(_HandoverPackageMessage):
    round: int  # Counts the questions about one package from 1.
    served_from: str
    served_to: str


@dataclass(frozen=True, kw_only=True)
class HandoverPackageStarted(_Question):
    """The package is being made; accounts states what it holds of the period."""

    name = "exports.handover_package.started.v1"


@dataclass(frozen=True, kw_only=True)
class HandoverPackageDoubted(_Question):
    """What exports has is not what accounts stated, or nothing was stated yet; accounts states
    it anew, with the documents of `days` one by one, and sends those in `missing` again."""

    name = "exports.handover_package.doubted.v1"
    days: list[str]
    missing: list[str]  # Ids of documents.


@dataclass(frozen=True, kw_only=True)
class HandoverPackageVerified(_HandoverPackageMessage):
    """The package holds all that accounts holds of the period; bureau and accounts let go."""

    name = "exports.handover_package.verified.v1"
    documents: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class HandoverPackageFailed(_HandoverPackageMessage):
    """The package can't be made or does not hold all; whoever asked waives it or asks anew."""

    name = "exports.handover_package.failed.v1"
    differences: int


@dataclass(frozen=True, kw_only=True)
class HandoverPackageWaived(_HandoverPackageMessage):
    """Whoever asked for the package goes without it."""

    name = "exports.handover_package.waived.v1"


@dataclass(frozen=True, kw_only=True)
class DocumentsBooked(Message):
    """Documents went out to the books of whoever exported them; accounts locks them.

    `documents` are `{"id": …, "version": …}`, 500 at most: the version is the one that went out.
    An export of more is announced in several such messages.
    """

    name = "exports.account.documents_booked.v1"
    account_id: str
    job_id: str
    format: str
    requested_by: str  # The id of a user or of an API token.
    documents: list[dict[str, Any]]
