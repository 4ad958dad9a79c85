"""Archive: everything of a period in one ZIP that proves by itself that it is whole.

Specification: our own, `biurko-archive/1`; ZIP as in PKWARE's APPNOTE 6.3 with UTF-8 names and
ZIP64 where needed. In it, in this order:

* of each document its PDF (`pdf/…`), the file that it came in (`originals/…`) and its
  attachments (`attachments/…`), the last two byte for byte. `layout` says in which folders they
  lie, `names` what they are called; every name is made safe for every system, and numbered where
  two are one on some;
* `documents.jsonl`: each document with all that is known of it, JSON, one per line, UTF-8, LF;
* `register.csv`: the VAT register's columns, the name and SHA-256 of the original, the name of the
  PDF; UTF-8 with BOM, `;`, CRLF, decimal comma. It holds every document, whatever its kind;
* in a hand-over package: sums per month and rate, and gaps in numbering;
* `manifest.json`: account, period, counts, sums per direction, currency and rate, and name,
  size and SHA-256 of each other file; in `left_out`, where there is any, the files that belong to
  documents and could not be had. UTF-8, LF.

With `split_mb` it is a set, `biurko-archive-set/1`: a ZIP that holds archives like the above as
`…_001.zip`, `…_002.zip` …, none larger than that many megabytes unless a single document's files
are, `index.csv` that says which document is in which, and `set.json` with the SHA-256 of each.
Every archive of it is whole without the others.

The same run gives the same bytes: files are in the documents' order and bear a fixed time.
Memory stays flat: one pass over the documents, their files go out one by one, and what lists
them waits on disk, packed. `verify` in `verify.py` checks an archive against its manifest.

A file whose bytes are not those that came in is left out and reported.
Raises ValueError where a document breaks its contract.
"""

from collections.abc import Iterator
from contextlib import closing

from services.exports.formats.archive_zip.layout import OPTIONS
from services.exports.formats.archive_zip.split import Split
from services.exports.formats.archive_zip.volume import Volume
from services.exports.formats.format import Format
from services.exports.formats.run import Run
from services.exports.formats.schema import with_defaults
from shared.contracts.document import Document
from shared.texts import N_

MEGABYTE = 1_000_000


def write(run: Run) -> Iterator[bytes]:
    """The archive; of no documents, one with an empty register."""
    limit = with_defaults(OPTIONS, run.options).get("split_mb")
    if limit:
        with closing(Split(run, int(limit) * MEGABYTE)) as split:
            yield from split.pieces()
        return
    with closing(Volume(run)) as volume:
        for document in run.documents():
            yield from volume.add(document, volume.files(document))
        yield from volume.end()


def unsuited(_document: Document) -> None:
    """An archive carries everything."""


FORMAT = Format(
    id="archive_zip",
    name=N_("Archive: PDFs, originals, attachments, register, manifest"),
    program=N_("Any; for keeping and handing over"),
    media_type="application/zip",
    encoding="binary",
    extension="zip",
    carries=(
        "pdf",
        "originals",
        "attachments",
        "documents",
        "vat_register",
        "manifest",
        "sales",
        "costs",
    ),
    write=write,
    unsuited=unsuited,
    options=OPTIONS,
)
