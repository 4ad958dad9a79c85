"""Working days in Poland: no Saturday, no Sunday, no public holiday."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")
SATURDAY = 5


def working_days_after(moment: datetime, count: int) -> date:
    """The day that is the `count`-th working day after that of `moment`."""
    day = moment.astimezone(WARSAW).date()
    while count:
        day += timedelta(days=1)
        count -= _is_working(day)
    return day


def begin_of(day: date) -> datetime:
    """When the day begins in Poland."""
    return datetime.combine(day, time(), WARSAW)


def end_of(day: date) -> datetime:
    """When the day is over in Poland."""
    return begin_of(day + timedelta(days=1))


def _is_working(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


@cache
def _holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays

    return frozenset(country_holidays("PL", years=year))
