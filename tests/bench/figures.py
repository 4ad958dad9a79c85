"""Figures, and the tables that they are printed in."""

import os
import sys
from collections.abc import Sequence
from statistics import quantiles
from typing import NamedTuple, Self

WIDTH = 62  # characters of a row's name


class Spread(NamedTuple):
    """Seconds that the same thing took, many times."""

    p50: float
    p99: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Self:
        cuts = quantiles(seconds, n=100, method="inclusive")
        return cls(cuts[49], cuts[98])


def say(text: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Rows of a name and a cell under each of `heads`."""
    say(f"\n{title}  [load {os.getloadavg()[0]:.1f}]")
    for name, *cells in [("", *heads), *rows]:
        say(f"  {name:{WIDTH}}" + "".join(f"{cell:>14}" for cell in cells))


def aim(text: str, *, met: bool) -> None:
    say(f"  aim: {text}: {'met' if met else 'MISSED'}")
