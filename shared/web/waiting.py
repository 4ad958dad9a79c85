"""Waiting for what another service does, for a short time and never inside a transaction."""

import re
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session, sessionmaker

Found = TypeVar("Found")

LONGEST = 10.0  # seconds, the most that `Prefer: wait=N` may ask for
FRESH = 2.0  # seconds that a thing may take to come over the bus
FIRST_PAUSE, LONGEST_PAUSE = 0.004, 0.1  # seconds


def preferred_wait(header: str | None) -> float | None:
    """The seconds that `Prefer: wait=N` asks for, at most LONGEST; None where it does not."""
    found = re.search(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})", header or "")
    return min(float(found[1]), LONGEST) if found else None


def wait_until(
    sessions: sessionmaker[Session],
    look: Callable[[Session], Found | None],
    seconds: float,
) -> Found | None:
    """What `look` finds within `seconds`, each time in a new reading session; else None."""
    end = time.monotonic() + seconds
    pause = FIRST_PAUSE
    while True:
        with sessions() as session:
            found = look(session)
        if found is not None and found is not False:
            return found
        left = end - time.monotonic()
        if left <= 0:
            return None
        time.sleep(min(pause, left))
        pause = min(pause * 1.5, LONGEST_PAUSE)
