"""The files of one document: printed, as it came in, attached."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from services.exports.formats.archive_zip.zip_stream import (
    Packed,
    PackedBytes,
    StoredBytes,
    StoredFile,
)
from services.exports.formats.problems import problem_of
from services.exports.formats.run import AttachedFile, OriginalFile, Run
from shared.contracts.document import Document
from shared.contracts.printing import print_document, verification_link
from shared.texts import N_

DAMAGED = N_("The file “%(name)s” does not have the SHA-256 that was recorded when it came in.")
MISSING = {
    "away": N_("The attachment “%(name)s” could not be fetched: accounts did not answer."),
    "closed": N_("The attachment “%(name)s” is not there any more, or closed to who exports."),
    "damaged": N_("The attachment “%(name)s” is damaged where it is kept."),
    "unknown": N_(
        "Exports does not know whether files are attached to this document. It learns it once one "
        "is added or removed; until then look in the document itself."
    ),
}
"""By why it could not be had."""


@dataclass(frozen=True)
class Entry:
    """A file on its way into an archive; `name` is the one that it came with."""

    sort: Literal["pdf", "original", "attachment"]
    name: str
    packed: Packed
    sha256: str


LeaveOut = Callable[[Document, OriginalFile | AttachedFile], None]
"""Is told of a file that is not in the archive though it belongs there."""


def entries(
    run: Run, document: Document, *, language: str | None, leave_out: LeaveOut
) -> Iterator[Entry]:
    """What there is of the document; in no language nothing is printed."""
    original = run.originals(document["id"])
    if language:
        link = verification_link(document, original.sha256 if original else None)
        content = print_document(document, language, link=link)
        yield Entry("pdf", "", StoredBytes(content), hashlib.sha256(content).hexdigest())
    if original and not _is_whole(run, document, original):
        leave_out(document, original)
    elif original:
        yield Entry("original", original.name, PackedBytes(original.content), original.sha256)
    for file in run.attachments(document):
        stored = _attached(run, document, file)
        if stored:
            yield Entry("attachment", file.name, stored, stored.sha256)
        else:
            leave_out(document, file)


def _attached(run: Run, document: Document, file: AttachedFile) -> StoredFile | None:
    """The file on its way; None where it is not what was attached, which is reported."""
    if file.content is None:
        text = MISSING[file.why]
        run.report(problem_of(document, "attachment_missing", text, name=file.name))
        return None
    stored = StoredFile(file.content)
    if stored.sha256 == file.sha256.lower():
        return stored
    run.report(problem_of(document, "attachment_damaged", DAMAGED, name=file.name))
    return None


def _is_whole(run: Run, document: Document, file: OriginalFile) -> bool:
    """Whether it is the file that came in, which is reported where it is not."""
    if hashlib.sha256(file.content).hexdigest() == file.sha256.lower():
        return True
    run.report(problem_of(document, "original_damaged", DAMAGED, name=file.name))
    return False
