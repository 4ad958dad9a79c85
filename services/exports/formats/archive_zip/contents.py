"""What an archive lists besides the originals: register, documents, manifest."""

import hashlib
import json
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

import orjson

from services.exports.formats.amounts import money
from services.exports.formats.archive_zip.zip_stream import DEFLATED, deflater
from services.exports.formats.kinds import VAT_DOCUMENTS
from services.exports.formats.register import totals
from services.exports.formats.run import Run
from shared.contracts.document import Document

VERSION = "biurko-archive/1"
MANIFEST = "manifest.json"
DOCUMENTS = "documents.jsonl"
REGISTER = "register.csv"

_IN_MEMORY = 1 << 20
_PIECE = 1 << 16


class Part:
    """A file of the archive that grows while the originals go out; deflated, on disk if large."""

    method = DEFLATED

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        self._packer = deflater()
        self._hash = hashlib.sha256()
        self.size = 0
        self.packed_size = 0
        self.crc = 0

    def write(self, data: bytes) -> None:
        self._keep(self._packer.compress(data))
        self._hash.update(data)
        self.crc = zlib.crc32(data, self.crc)
        self.size += len(data)

    def finish(self) -> None:
        """Nothing more is written; from now on sizes and SHA-256 are those of the whole."""
        self._keep(self._packer.flush())

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def pieces(self) -> Iterator[bytes]:
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece

    def close(self) -> None:
        self._file.close()

    def _keep(self, packed: bytes) -> None:
        self._file.write(packed)
        self.packed_size += len(packed)


@dataclass(frozen=True)
class Listed:
    """A file as the manifest lists it; an original names the document that came in it."""

    name: str
    size: int
    sha256: str
    document: str | None = None

    def line(self) -> bytes:
        facts = {"name": self.name, "size": self.size, "sha256": self.sha256}
        return as_json(facts | ({"document": self.document} if self.document else {})) + b"\n"


class Sums:
    """How many documents there are, and their sums per direction, currency and rate.

    What does not stand in a VAT register, such as a pro forma, is summed apart.
    """

    def __init__(self) -> None:
        self.documents = 0
        self._rates: dict[tuple[str, bool, str, str], list[int]] = {}

    def add(self, document: Document) -> None:
        self.documents += 1
        direction = "sale" if document["income"] else "cost"
        group = (direction, document["kind"] in VAT_DOCUMENTS, document["currency"])
        for rate, net, vat, gross in totals(document):
            sums = self._rates.setdefault((*group, rate), [0, 0, 0, 0])
            for place, amount in enumerate((1, net, vat, gross)):
                sums[place] += amount

    def as_list(self) -> list[dict[str, Any]]:
        """In a fixed order; `documents` counts the documents that have the rate."""
        return [
            {
                "direction": direction,
                "vat_register": registered,
                "currency": currency,
                "rate": rate or None,
                "documents": count,
                "net": money(net),
                "vat": money(vat),
                "gross": money(gross),
            }
            for (direction, registered, currency, rate), (count, net, vat, gross) in sorted(
                self._rates.items()
            )
        ]


class Counts:
    """How many files of each sort there are."""

    def __init__(self) -> None:
        self._counts = {"pdf": 0, "original": 0, "attachment": 0}

    def add(self, sort: str) -> None:
        self._counts[sort] += 1

    def as_dict(self) -> dict[str, int]:
        names = {"pdf": "pdfs", "original": "originals", "attachment": "attachments"}
        return {names[sort]: count for sort, count in self._counts.items()}


def manifest(
    run: Run, sums: Sums, counts: Counts, listed: Iterator[bytes], left_out: Iterator[bytes]
) -> Iterator[bytes]:
    """The manifest as JSON, a line per file, so that a long list needs no memory.

    `left_out`, where there is any, names the files that belong to documents and are not in it.
    """
    company = run.account.company
    head = {
        "archive": VERSION,
        "account": {
            "prefix": run.account.prefix,
            "name": company.get("name"),
            "tax_no": company.get("tax_no"),
        },
        "period": {"from": run.period.first.isoformat(), "to": run.period.last.isoformat()},
        "date_basis": run.date_basis,
        "created_at": run.created_at.isoformat(),
        "counts": {"documents": sums.documents} | counts.as_dict(),
        "sums": sums.as_list(),
    }
    yield as_json(head)[:-1] + b',"files":[\n'
    yield from _rows(listed)
    first = next(left_out, None)
    if first:
        yield b'\n],"left_out":[\n'
        yield from _rows(chain([first], left_out))
    yield b"\n]}\n"


def _rows(lines: Iterable[bytes]) -> Iterator[bytes]:
    separator = b""
    for line in lines:
        yield separator + line.rstrip(b"\n")
        separator = b",\n"


def as_json(value: Any) -> bytes:
    """Compact JSON with sorted keys, in UTF-8; half characters stay escaped."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # Half a character, which only `json` can write.
        return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
