"""The one place that asks what time it is."""

from datetime import UTC, datetime


def now() -> datetime:
    """This moment in UTC, with its zone."""
    return datetime.now(UTC)


def rfc3339(moment: datetime) -> str:
    """`moment` as the API and messages write it, such as `2026-11-24T10:00:00.000000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
