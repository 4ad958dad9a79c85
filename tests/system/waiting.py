"""Waiting for what comes by itself, with an end to the patience."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class TooLate(AssertionError):
    """What was waited for did not come in its time."""


def eventually(
    look: Callable[[], Found | None], *, within: float = 10.0, every: float = 0.02, what: str = ""
) -> Found:
    """What `look` gives as soon as that is true, looked at until `within` seconds are over."""
    end = time.monotonic() + within
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise TooLate(f"not within {within:g} s: {what or look!r} (last: {found!r})")
        time.sleep(every)
