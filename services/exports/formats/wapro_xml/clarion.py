"""Dates as Clarion counts them: days since 28 December 1800."""

from datetime import date

_BEGINNING = date(1800, 12, 28)


def clarion(day: str) -> int:
    """Such as 82461 for `2026-10-05`."""
    return (date.fromisoformat(day) - _BEGINNING).days
