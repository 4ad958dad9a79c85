"""The files of one document: printed, as it came in, attached."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from services.exports.formats.archive_zip.zip_stream import Packed, PackedBytes, StoredBytes
from services.exports.formats.problems import Problem, problem_of
from services.exports.formats.run import AttachedFile, OriginalFile, Run
from shared.contracts.document import Document
from shared.contracts.printing import print_document, verification_link
from shared.texts import N_

DAMAGED = N_("The file “%(name)s” does not have the SHA-256 that was recorded when it came in.")
MISSING = N_("The attachment “%(name)s” could not be fetched from accounts: %(why)s.")


@dataclass(frozen=True)
class Entry:
    """A file on its way into an archive; `name` is the one that it came with."""

    sort: Literal["pdf", "original", "attachment"]
    name: str
    packed: Packed
    sha256: str


def entries(run: Run, document: Document, *, language: str | None) -> Iterator[Entry]:
    """What there is of the document; in no language nothing is printed."""
    original = run.originals(document["id"])
    if language:
        link = verification_link(document, original.sha256 if original else None)
        content = print_document(document, language, link=link)
        yield Entry("pdf", "", StoredBytes(content), hashlib.sha256(content).hexdigest())
    if original and _is_whole(run, document, original):
        yield Entry("original", original.name, PackedBytes(original.content), original.sha256)
    for file in run.attachments(document):
        if file.content is None:
            run.report(_missing(document, file))
        elif _is_whole(run, document, file):
            yield Entry("attachment", file.name, PackedBytes(file.content), file.sha256)


def _is_whole(run: Run, document: Document, file: OriginalFile | AttachedFile) -> bool:
    """Whether it is the file that came in, which is reported where it is not."""
    if hashlib.sha256(file.content or b"").hexdigest() == file.sha256.lower():
        return True
    is_original = isinstance(file, OriginalFile)
    code = "original_damaged" if is_original else "attachment_damaged"
    run.report(problem_of(document, code, DAMAGED, name=file.name))
    return False


def _missing(document: Document, file: AttachedFile) -> Problem:
    return problem_of(document, "attachment_missing", MISSING, name=file.name, why=file.why)
