"""What a format is to the rest of exports: its face in the API, and how it writes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from services.exports.formats.problems import Problem
from services.exports.formats.run import Run
from services.exports.formats.schema import NOTHING, with_defaults
from shared.contracts.document import Document

Direction = Literal["sale", "cost"]


def _no_obstacles(_run: Run) -> list[Problem]:
    return []


@dataclass(frozen=True, kw_only=True)
class Format:
    """A target program's file.

    `unsuited` says why a document can't be carried, or None. `obstacles` are the problems
    for which an account gets no file at all; a run that has any must not be written.
    `write` gives the file in pieces and reports problems as it goes; no piece means that
    there is no file, because nothing suited and `empty` files are not allowed.
    `directions` are what the format carries: an export that names no direction asks for these.
    """

    id: str
    name: str
    program: str
    media_type: str
    encoding: str
    extension: str
    carries: tuple[str, ...]
    write: Callable[[Run], Iterator[bytes]]
    unsuited: Callable[[Document], Problem | None]
    obstacles: Callable[[Run], list[Problem]] = _no_obstacles
    directions: tuple[Direction, ...] = ("sale", "cost")
    empty: bool = True
    options: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    settings: Mapping[str, Any] = field(default_factory=lambda: NOTHING)

    def missing_settings(self, run: Run) -> list[str]:
        """The fields that this account has to fill in before it gets a file."""
        return [
            problem.facts["field"]
            for problem in self.obstacles(run)
            if problem.code == "missing_setting"
        ]

    def defaults(self) -> dict[str, Any]:
        """The settings that hold until the account saves others."""
        return with_defaults(self.settings, {})
