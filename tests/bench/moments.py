"""When a request was sent, when it was answered, and when what it caused could be seen."""

import time
from typing import NamedTuple

import psycopg

POLL = 0.0005  # seconds
TOO_LONG = 30.0  # seconds


class Moments(NamedTuple):
    sent: float
    answered: float
    visible: float  # It is committed where it is looked for.
    shown: float = 0.0  # It was in the answer to a GET that was sent after that.


def until_found(database: psycopg.Connection, query: str, value: str) -> float:
    """The moment at which `query` gives a row."""
    end = time.perf_counter() + TOO_LONG
    while database.execute(query, [value]).fetchone() is None:
        if time.perf_counter() > end:
            raise TimeoutError(f"nothing within {TOO_LONG:g} s: {query} {value}")
        time.sleep(POLL)
    return time.perf_counter()
