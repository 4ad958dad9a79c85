"""Figures, and how they are printed."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True)
class Spread:
    """Seconds that many times of the same thing took."""

    p50: float
    p99: float
    count: int

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Spread":
        cuts = quantiles(seconds, n=100)
        return cls(cuts[49], cuts[98], len(seconds))

    def __str__(self) -> str:
        return f"p50 {self.p50 * 1000:6.2f} ms   p99 {self.p99 * 1000:6.2f} ms   of {self.count}"


def show(name: str, value: object = "") -> None:
    """One line of the report, at once."""
    sys.stdout.write(f"{name:52} {value}\n")
    sys.stdout.flush()


def head(title: str) -> None:
    show(f"\n== {title}")
