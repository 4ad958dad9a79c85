"""How an address says that it will go: `Deprecation` (RFC 9745), `Sunset` (RFC 8594), links."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime

from werkzeug.datastructures import Headers


@dataclass(frozen=True, kw_only=True)
class Deprecated:
    """What stands at `told_at` about it: since when, until when it is answered, what to use."""

    since: date
    told_at: str  # An address that people read.
    sunset: date | None = None  # From the beginning of this day it may be gone.
    successor: str | None = None  # The address that takes its place.

    def __post_init__(self) -> None:
        if self.sunset and self.sunset < self.since:
            raise ValueError("an address can't go before it is deprecated")

    def add_to(self, headers: Headers) -> None:
        """Tell whoever calls, whatever the answer is."""
        headers["Deprecation"] = f"@{int(_moment(self.since).timestamp())}"
        headers.add("Link", f'<{self.told_at}>; rel="deprecation"; type="text/html"')
        if self.sunset:
            headers["Sunset"] = format_datetime(_moment(self.sunset), usegmt=True)
            headers.add("Link", f'<{self.told_at}>; rel="sunset"; type="text/html"')
        if self.successor:
            headers.add("Link", f'<{self.successor}>; rel="successor-version"')

    def in_words(self) -> str:
        """For the description of the API."""
        gone = f" It may be gone from {self.sunset} on." if self.sunset else ""
        instead = f" Use `{self.successor}`." if self.successor else ""
        return f"Deprecated since {self.since}.{gone}{instead} See {self.told_at}."


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
