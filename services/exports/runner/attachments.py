"""The files that are attached to documents, fetched from accounts one by one.

Accounts keeps them. It gives a file to whoever asked for the export, by the rules that it has for
them, so an export never holds one that its owner could not see in accounts itself. While accounts
is away the runner waits for it, a minute at most; then the archive goes on without, and each
document says so.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from time import monotonic
from typing import IO

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.exports.copies.models import Document
from services.exports.formats.run import AttachedFile
from services.exports.runner.errands import Away, Errands, NotGiven
from shared.auth.caller import Caller
from shared.contracts import document as contract

PAUSES = (0.5, 1, 2, 4, 8, 15, 30)  # Seconds between two tries.
SLICE = 0.4  # Seconds; so soon an export that was cancelled ends its waiting.
AGAIN_AFTER = 30.0  # Seconds; so long nobody asks once accounts was waited for in vain.
IN_MEMORY = 1 << 20  # Bytes of a file; what is more waits on disk.

UNKNOWN = AttachedFile("attachments", "", None, "unknown")
"""Stands for the files of a document that was recorded before exports was told of them."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Fetching:
    """How files are fetched, and how the runner waits meanwhile."""

    errands: Errands
    pause: Callable[[float], None]


class Attachments:
    """The files of one account's documents; those of a document are gone with the next one."""

    def __init__(self, session: Session, fetching: Fetching, caller: Caller, prefix: str) -> None:
        self._session = session
        self._fetching = fetching
        self._caller = caller
        self._prefix = prefix
        self._coming: list[str] = []
        self._listed: dict[str, list[contract.Attachment] | None] | None = None
        self._open_files = ExitStack()
        self._away_since: float | None = None

    def expect(self, ids: Sequence[str]) -> None:
        """These documents come next."""
        self._coming, self._listed = list(ids), None

    def of(self, document: contract.Document) -> Iterator[AttachedFile]:
        """Each attachment of the document; one that could not be had says why."""
        self.close()
        listed = self._list_of(document["id"])
        if listed is None:
            yield UNKNOWN
        for each in listed or ():
            yield self._fetched(document["id"], each)

    def close(self) -> None:
        """Forget the files that were fetched last."""
        self._open_files.close()

    def _list_of(self, document_id: str) -> Sequence[contract.Attachment] | None:
        if self._listed is None or document_id not in self._coming:
            wanted = {*self._coming, document_id}
            query = select(Document.id, Document.attachments).where(Document.id.in_(wanted))
            self._listed = {row.id: row.attachments for row in self._session.execute(query)}
        return self._listed.get(document_id, [])

    def _fetched(self, document_id: str, attachment: contract.Attachment) -> AttachedFile:
        path = contract.ATTACHMENT.format(
            prefix=self._prefix, document=document_id, attachment=attachment["id"]
        )
        name, sha256 = attachment["name"], attachment["sha256"]
        try:
            file = self._waited_for(path, attachment["size"])
        except NotGiven as refusal:
            log.warning("attachment.not_given", path=path, why=refusal.why)
            return AttachedFile(name, sha256, None, refusal.why)
        except Away:
            self._away_since = monotonic()
            return AttachedFile(name, sha256, None, "away")
        self._away_since = None
        return AttachedFile(name, sha256, file)

    def _waited_for(self, path: str, size: int) -> IO[bytes]:
        """The file; raises Away once all patience is spent, or was a moment ago."""
        if self._away_since is not None and monotonic() - self._away_since < AGAIN_AFTER:
            raise Away
        for pause in PAUSES:
            try:
                return self._once(path, size)
            except Away as error:
                log.info("attachment.waits", path=path, error=str(error.__cause__))
                self._wait(pause)
        return self._once(path, size)

    def _once(self, path: str, size: int) -> IO[bytes]:
        file = self._open_files.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115
        self._fetching.errands.fetch(path, self._caller, file, most=size)
        file.seek(0)
        return file

    def _wait(self, seconds: float) -> None:
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0:
            self._fetching.pause(min(left, SLICE))
