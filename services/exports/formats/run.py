"""One run of an export: whose documents of which period, and where problems are told."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, Any, Literal

from services.exports.formats.problems import Problem
from shared.contracts.document import Document


@dataclass(frozen=True)
class Account:
    """The firm whose documents these are; `company` as in the contract's `POST /v1/accounts`."""

    prefix: str
    company: Mapping[str, Any]


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date

    @property
    def months(self) -> int:
        """How many calendar months it touches."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1


@dataclass(frozen=True)
class OriginalFile:
    """The file that a document came in: its bytes, and the SHA-256 that was recorded then."""

    name: str
    media_type: str
    sha256: str
    content: bytes


@dataclass(frozen=True)
class AttachedFile:
    """A file that belongs to a document, opened at its beginning.

    Without `content` it could not be had; `why` is `away`, `closed`, `damaged` or `unknown`. It
    stays open until the next document's files are asked for.
    """

    name: str
    sha256: str
    content: IO[bytes] | None
    why: str = ""


def no_attachments(_document: Document) -> Iterator[AttachedFile]:
    """Of no document anything is attached."""
    return iter(())


def _no_original(_document_id: str) -> OriginalFile | None:
    return None


@dataclass(frozen=True, kw_only=True)
class Run:
    """Everything that a format needs to write the file of one account.

    `documents` gives the same documents, sorted by date, number and id, each time it is
    called: a format may need several passes and never keeps them all in memory.
    `settings` is what was saved for this account and format (its account map), `options`
    what this export asks for; both hold only values that the format's schemas allow.
    `created_at` stands in the file as the moment of its making. `enclosures` are whole files by
    name that an archive carries beside its own.
    """

    account: Account
    period: Period
    created_at: datetime
    documents: Callable[[], Iterator[Document]]
    report: Callable[[Problem], None]
    originals: Callable[[str], OriginalFile | None] = _no_original
    attachments: Callable[[Document], Iterator[AttachedFile]] = no_attachments
    date_basis: Literal["issue", "sale", "accounting"] = "issue"
    direction: Literal["sale", "cost", "all"] = "all"
    settings: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    enclosures: Mapping[str, bytes] = field(default_factory=dict)


class DocumentsChanged(Exception):
    """The documents were not the same in each pass of a run; the file would contradict itself."""
