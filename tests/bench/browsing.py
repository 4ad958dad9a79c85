"""What pages cost the server: one process, asked without a network between, queries counted."""

import time
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import event

from tests.bench.figures import Spread, aim, table
from tests.pages.browser import Browser

ASKED, WARM = 60, 3


class Taken(NamedTuple):
    """What a page took each time, and how many statements."""

    spread: Spread
    queries: int


def taken(browser: Browser, path: str) -> Taken:
    """Open a page many times."""
    seconds = [_seconds(browser, path) for _ in range(WARM + ASKED)][WARM:]
    counted: list[str] = []
    engine = browser.client.application.extensions["reading"].kw["bind"]

    def note(*given: object) -> None:
        counted.append(str(given[2]))

    event.listen(engine, "before_cursor_execute", note)
    browser.open(path)
    event.remove(engine, "before_cursor_execute", note)
    return Taken(Spread.of(seconds), len(counted))


def compare(
    title: str,
    what: str,
    few: tuple[int, Mapping[str, Taken]],
    many: tuple[int, Mapping[str, Taken]],
) -> None:
    """Print what each page took where there are few of `what` and where there are many."""
    (few_count, with_few), (many_count, with_many) = few, many
    heads = (
        *(f"p{share} of {few_count:,}" for share in (50, 99)),
        *(f"p{share} of {many_count:,}" for share in (50, 99)),
        "queries",
    )
    rows = [
        (page, *_milliseconds([*with_few[page].spread, *each.spread]), f"{each.queries}")
        for page, each in with_many.items()
    ]
    table(f"{title}; ms", heads, rows)
    same = all(with_few[page].queries == each.queries for page, each in with_many.items())
    aim(f"as many queries however many {what} there are", met=same)


def _milliseconds(seconds: Iterable[float]) -> list[str]:
    return [f"{each * 1000:.1f}" for each in seconds]


def _seconds(browser: Browser, path: str) -> float:
    began = time.perf_counter()
    answer = browser.open(path)
    passed = time.perf_counter() - began
    if answer.status_code != 200:
        raise LookupError(answer.text)
    return passed
