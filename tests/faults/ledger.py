"""What the services answered, written down by the test itself while it went on."""

import threading
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Life:
    """One account's life with one bureau, as far as it was answered with 2xx.

    `steps` are the triggers that the client's history must hold, all of them and no others.
    `owner` is the e-mail of the person who owns the account in the end, None where it is the
    bureau. `documents` maps numbers to the SHA-256 of the files.
    """

    kind: str
    bureau: str
    prefix: str
    steps: list[str] = field(default_factory=list)
    owner: str | None = None
    state: str | None = None  # Of the client, or of the request for a company.
    holds_seat: bool = False
    documents: dict[str, str] = field(default_factory=dict)
    exports: list[str] = field(default_factory=list)
    finished: bool = False


class Ledger:
    """All lives, and the failures of the test's own threads."""

    def __init__(self) -> None:
        self.lives: list[Life] = []
        self.failures: list[str] = []
        self._lock = threading.Lock()

    def begin(self, kind: str, bureau: str, prefix: str) -> Life:
        life = Life(kind, bureau, prefix)
        with self._lock:
            self.lives.append(life)
        return life

    def failed(self, why: str) -> None:
        with self._lock:
            self.failures.append(why)

    def finished(self) -> int:
        return sum(life.finished for life in list(self.lives))

    def kinds(self) -> Counter[str]:
        return Counter(life.kind for life in self.lives if life.finished)
