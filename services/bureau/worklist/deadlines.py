"""When a month has to be reported and paid for."""

from datetime import date
from typing import NamedTuple

from services.bureau.days import next_month, working_day

# The day of the following month; moved where it is no working day.
DAYS = {"zus": 20, "pit": 20, "vat": 25}

LONGEST = 31  # days; what is farther away presses no less than this


class Deadline(NamedTuple):
    """A term for a month: social insurance, income tax, or VAT with its JPK."""

    kind: str
    day: date


def deadlines(month: str) -> list[Deadline]:
    """The terms of a month, the earliest first."""
    following = next_month(month)
    found = [
        Deadline(kind, working_day(date.fromisoformat(f"{following}-{day:02}")))
        for kind, day in DAYS.items()
    ]
    return sorted(found, key=lambda deadline: deadline.day)


def urgency(month: str, today: date) -> int:
    """How the next term presses: 1 a month before it, 31 on its day, more after the last one."""
    days = [(deadline.day - today).days for deadline in deadlines(month)]
    left = next((each for each in days if each >= 0), days[-1])
    return max(LONGEST - left, 1)
