"""How a worker or a relay runs: until SIGTERM, over every outage of the bus or the database."""

import signal
from collections.abc import Callable
from time import monotonic, sleep

import psycopg
import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from shared.bus import connection

log = structlog.get_logger(__name__)

OUTAGES = (*connection.LOST, OperationalError, InterfaceError, psycopg.OperationalError)
"""What may pass by itself. Anything else ends the process, and its supervisor starts it again."""

SHORTEST, LONGEST = 0.2, 1.0  # seconds between two tries to connect


class Stop:
    """Set by SIGTERM or SIGINT: end as soon as what is in hand is done."""

    def __init__(self) -> None:
        self._set = False

    def set(self) -> None:
        self._set = True

    def is_set(self) -> bool:
        return self._set

    def wait(self, seconds: float) -> bool:
        """Sleep, unless it is set meanwhile; says whether it is."""
        end = monotonic() + seconds
        while not self._set and monotonic() < end:
            sleep(min(0.05, seconds))
        return self._set


class Every:
    """Says once in so many seconds that it is time, first at once."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next = 0.0

    def due(self) -> bool:
        if monotonic() < self._next:
            return False
        self._next = monotonic() + self._seconds
        return True

    def rest(self, seconds: float) -> None:
        """Be due after so many seconds, this once."""
        self._next = monotonic() + seconds

    def hurry(self) -> None:
        """Be due at once."""
        self._next = 0.0


def keep_running(process: str, engine: Engine, session: Callable[[Stop], None]) -> None:
    """Call `session` until SIGTERM or SIGINT, again after each outage.

    `session` opens all its connections itself and closes them when it returns or raises, so
    each begins with nothing left over; connections from before a fork are left alone.
    """
    engine.dispose(close=False)
    stop = Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    pause = SHORTEST
    while not stop.is_set():
        began = monotonic()
        try:
            session(stop)
        except OUTAGES as error:
            log.warning("bus.outage", process=process, error=str(error), pause=pause)
            stop.wait(pause)
            pause = SHORTEST if monotonic() - began > 10 else min(LONGEST, pause * 2)
    engine.dispose()


def lost_database(error: Exception) -> bool:
    """Whether `error` means that the connection to the database is gone."""
    return isinstance(error, DBAPIError) and error.connection_invalidated
