"""Numbers of documents in a series: which one is the counter, and which are missing."""

import re
from bisect import insort
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from services.exports.formats.run import Period

MOST_DIGITS = 9
MOST_HOLES = 20
"""For each number that is there; what has more holes was not counted up by one."""

_DIGITS = re.compile(r"\d+", re.ASCII)


class Place(NamedTuple):
    """A number as a place in a series: `template` is the number with `#` for its counter."""

    template: str
    counter: int
    width: int  # Of a counter that is filled up with noughts; else 1.
    begins: date | None  # When the series began to count at 1, if its numbers say so.


class Gap(NamedTuple):
    """Numbers that are missing one after another, both ends included."""

    first: str
    last: str
    missing: int


def place_of(number: str, issued: date) -> Place | None:
    """Where the number stands; None without a counter.

    A year is a group of digits that is the year of issue, a month one beside it that is the
    month; the counter is the last of the other groups.
    """
    groups = list(_DIGITS.finditer(number))
    texts = [group.group() for group in groups]
    year = _year_at(texts, issued)
    month = _month_at(texts, year, issued)
    left = [at for at in range(len(groups)) if at not in (year, month)]
    if not left or len(texts[left[-1]]) > MOST_DIGITS:
        return None
    counter = groups[left[-1]]
    return Place(
        template=number[: counter.start()] + "#" + number[counter.end() :],
        counter=int(counter.group()),
        width=len(counter.group()) if counter.group().startswith("0") else 1,
        begins=_begin(year, month, issued),
    )


def gaps(numbers: Iterable[tuple[str, date]], period: Period) -> Iterator[Gap]:
    """What is missing between the numbers issued in `period`, series by series.

    A series that begins anew within the period is expected to begin with 1.
    """
    series: dict[str, list[Place]] = {}
    for number, issued in numbers:
        place = place_of(number, issued)
        if place:
            insort(series.setdefault(place.template, []), place, key=lambda each: each.counter)
    for places in series.values():
        found = list(_gaps(places, period))
        if sum(gap.missing for gap in found) <= MOST_HOLES * len(places):
            yield from found


def _gaps(places: list[Place], period: Period) -> Iterator[Gap]:
    first = places[0]
    begins_here = first.begins is not None and period.first <= first.begins
    before = 0 if begins_here else first.counter
    width = max(place.width for place in places)
    for place in places:
        if place.counter > before + 1:
            ends = (before + 1, place.counter - 1)
            low, high = (place.template.replace("#", f"{end:0{width}}", 1) for end in ends)
            yield Gap(low, high, place.counter - before - 1)
        before = place.counter


def _year_at(texts: list[str], issued: date) -> int | None:
    if str(issued.year) in texts:
        return len(texts) - 1 - texts[::-1].index(str(issued.year))
    short = f"{issued.year % 100:02}"
    return len(texts) - 1 if len(texts) > 1 and texts[-1] == short else None


def _month_at(texts: list[str], year: int | None, issued: date) -> int | None:
    if year is None or len(texts) < 3:
        return None
    beside = [at for at in (year - 1, year + 1) if 0 <= at < len(texts)]
    return next((at for at in beside if texts[at].lstrip("0") == str(issued.month)), None)


def _begin(year: int | None, month: int | None, issued: date) -> date | None:
    if year is None:
        return None
    return issued.replace(day=1) if month is not None else date(issued.year, 1, 1)
