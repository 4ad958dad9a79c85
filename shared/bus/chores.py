"""What a worker does by the clock beside its messages."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from time import monotonic
from typing import NamedTuple

import structlog
from sqlalchemy.orm import Session, sessionmaker

from shared import inbox, outbox
from shared.bus.process import Every, lost_database
from shared.clock import now

log = structlog.get_logger(__name__)

KEPT = timedelta(days=30)


class Chore(NamedTuple):
    """`run` is called every so many seconds, first at the start, each time in a transaction.

    Where a service has several workers each of them runs it, so it must bear being done twice.
    One that returns True has more to do: it rests as long as it has worked, or on PostgreSQL
    only while messages wait. SQLite has one writer at a time, and others need their turn.
    """

    name: str
    every: float  # seconds
    run: Callable[[Session], object]


def purge(session: Session) -> None:
    """Delete a slice of what was sent or received more than 30 days ago."""
    outbox.purge(session, before=now() - KEPT)
    inbox.purge(session, before=now() - KEPT)


PURGE = Chore("purge", 60.0, purge)


class Rota:
    """Runs chores when their time has come."""

    def __init__(self, sessions: sessionmaker[Session], chores: Sequence[Chore]) -> None:
        self._sessions = sessions
        self._times = [(Every(chore.every), chore) for chore in chores]

        self._unfinished: list[Every] = []
        self._keeps_others_out = sessions.kw["bind"].dialect.name == "sqlite"

    @property
    def has_more(self) -> bool:
        """Whether a chore would go on at once."""
        return bool(self._unfinished)

    def go_on(self) -> None:
        """No message waits: chores that have more to do are due, where they keep nobody out."""
        if self._keeps_others_out:
            return
        for time in self._unfinished:
            time.hurry()

    def run_due(self) -> None:
        """Do what is due. A chore that fails is undone, logged, and done again next time."""
        for time, chore in self._times:
            if time.due():
                self._note(time, chore)

    def _note(self, time: Every, chore: Chore) -> None:
        began = monotonic()
        more = self._run(chore)
        self._unfinished = [each for each in self._unfinished if each is not time]
        if more:
            self._unfinished.append(time)
            time.rest(monotonic() - began)

    def _run(self, chore: Chore) -> bool:
        try:
            with self._sessions.begin() as session:
                return chore.run(session) is True
        except Exception as error:
            if lost_database(error):
                raise
            log.exception("chore.failed", chore=chore.name)
            return False
