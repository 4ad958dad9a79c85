"""What the run of one part has to tell, kept with the part until its export is put together."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import IO, Any

import orjson

from services.exports.formats.problems import Problem
from services.exports.runner.files import Telling

_IN_MEMORY = 1 << 20  # bytes
_PIECE = 1 << 16
_FACTS = ("code", "text", "facts", "document", "document_id", "fix")


class Journal:
    """Problems and documents that were read, in order, a JSON line each; on disk if many."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        self._codes: dict[str, Counter[str]] = {}

    def add(self, prefix: str, problem: Problem) -> None:
        self._codes.setdefault(prefix, Counter())[problem.code] += 1
        facts = {name: getattr(problem, name) for name in _FACTS}
        self._write(["problem", prefix, facts | {"facts": dict(problem.facts)}])

    def codes(self, prefix: str) -> Counter[str]:
        return self._codes.get(prefix, Counter())

    def remember(self, account_id: str, read: Sequence[Any], *, went_out: bool) -> None:
        self._write(["read", account_id, [list(each) for each in read], went_out])

    def pieces(self) -> Iterator[bytes]:
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece

    def close(self) -> None:
        self._file.close()

    def _write(self, line: list[Any]) -> None:
        self._file.write(orjson.dumps(line) + b"\n")


def replay(lines: IO[bytes], reports: Telling) -> None:
    """Tell `reports` what a journal says."""
    for line in lines:
        kind, whose, *what = orjson.loads(line)
        if kind == "problem":
            reports.add(whose, Problem(**what[0]))
        else:
            reports.remember(whose, what[0], went_out=what[1])
