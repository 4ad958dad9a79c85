"""The calendar of the people who work here: a day begins and ends at midnight in Poland."""

from datetime import date
from zoneinfo import ZoneInfo

from shared.clock import now

WARSAW = ZoneInfo("Europe/Warsaw")


def today() -> date:
    """The date in Poland."""
    return now().astimezone(WARSAW).date()
