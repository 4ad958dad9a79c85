"""The periods that a person chooses from: months, quarters and years, or any two days."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

RANGE = "range"
"""Stands for two days that the person names."""

MONTHS, QUARTERS, YEARS = 24, 8, 4  # That are offered, the present one among them.


def months(today: date) -> list[str]:
    """The latest months, such as `2026-10`, the newest first."""
    newest = today.year * 12 + today.month - 1
    return [f"{each // 12}-{each % 12 + 1:02}" for each in range(newest, newest - MONTHS, -1)]


def quarters(today: date) -> list[str]:
    """The latest quarters, such as `2026-Q4`."""
    newest = today.year * 4 + (today.month - 1) // 3
    return [f"{each // 4}-Q{each % 4 + 1}" for each in range(newest, newest - QUARTERS, -1)]


def years(today: date) -> list[str]:
    """The latest years."""
    return [str(each) for each in range(today.year, today.year - YEARS, -1)]


def offered(today: date) -> list[str]:
    """All that a person may choose by name."""
    return [*months(today), *quarters(today), *years(today)]


def last_month(today: date) -> str:
    """The month before this one, which bureaus book now."""
    return months(today)[1]


def days_of(span: str) -> tuple[date, date] | None:
    """The first and the last day of a month, quarter or year; None where it is none."""
    found = next(_read(span), None)
    if found is None:
        return None
    year, first, last = found
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def span_of(first: date, last: date) -> str:
    """The month, quarter or year that has these days, else `range`."""
    quarter = (first.month - 1) // 3 + 1
    spans = (f"{first.year}-{first.month:02}", f"{first.year}-Q{quarter}", str(first.year))
    return next((span for span in spans if days_of(span) == (first, last)), RANGE)


def _read(span: str) -> Iterator[tuple[int, int, int]]:
    """Year, first and last month."""
    if month := re.fullmatch(r"([12]\d{3})-(0[1-9]|1[0-2])", span, re.ASCII):
        yield int(month[1]), int(month[2]), int(month[2])
    if quarter := re.fullmatch(r"([12]\d{3})-Q([1-4])", span, re.ASCII):
        yield int(quarter[1]), 3 * int(quarter[2]) - 2, 3 * int(quarter[2])
    if year := re.fullmatch(r"[12]\d{3}", span, re.ASCII):
        yield int(year[0]), 1, 12
