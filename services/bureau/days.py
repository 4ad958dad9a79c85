"""The calendar of the people who work here: days and months begin at midnight in Poland."""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from shared.clock import now

WARSAW = ZoneInfo("Europe/Warsaw")

SATURDAY = 5


def today() -> date:
    """The date in Poland."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The date in Poland at a moment."""
    return moment.astimezone(WARSAW).date()


def month_of(day: date) -> str:
    """The month of a day, such as `2026-11`."""
    return f"{day:%Y-%m}"


def next_month(month: str) -> str:
    """The month after."""
    first = date.fromisoformat(f"{month}-01")
    return month_of(first + timedelta(days=31))


def last_month(month: str) -> str:
    """The month before."""
    return month_of(date.fromisoformat(f"{month}-01") - timedelta(days=1))


def end_of(month: str) -> datetime:
    """The moment at which a month is over: midnight in Poland before the first of the next."""
    return datetime.fromisoformat(f"{next_month(month)}-01").replace(tzinfo=WARSAW)


def last_day(deadline: datetime) -> date:
    """The last day before a deadline, which is the midnight that ends it."""
    return day_of(deadline - timedelta(microseconds=1))


def working_day(day: date) -> date:
    """`day`, or the next one that is no Saturday, Sunday or public holiday in Poland.

    So a term of tax law moves: Ordynacja podatkowa, art. 12 § 5.
    """
    while day.weekday() >= SATURDAY or day in _holidays(day.year):
        day += timedelta(days=1)
    return day


@cache
def _holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays

    return frozenset(country_holidays("PL", years=year))
