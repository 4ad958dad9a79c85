"""What the run of one part has to tell, kept with the part until its export is put together."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from typing import IO

import orjson

from services.exports.formats.problems import Problem
from services.exports.runner.files import Telling

_IN_MEMORY = 1 << 20  # bytes
_PIECE = 1 << 16
_FACTS = ("code", "text", "facts", "document", "document_id", "fix")


class Journal:
    """Problems in their order, a JSON line each; on disk if many."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        self._codes: dict[str, Counter[str]] = {}

    def add(self, prefix: str, problem: Problem) -> None:
        self._codes.setdefault(prefix, Counter())[problem.code] += 1
        facts = {name: getattr(problem, name) for name in _FACTS}
        line = [prefix, facts | {"facts": dict(problem.facts)}]
        self._file.write(orjson.dumps(line) + b"\n")

    def codes(self, prefix: str) -> Counter[str]:
        return self._codes.get(prefix, Counter())

    def pieces(self) -> Iterator[bytes]:
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece

    def close(self) -> None:
        self._file.close()


def replay(lines: IO[bytes], reports: Telling) -> None:
    """Tell `reports` what a journal says."""
    for line in lines:
        prefix, facts = orjson.loads(line)
        reports.add(prefix, Problem(**facts))
