"""What a worker does by the clock beside its messages."""

from collections.abc import Callable, Sequence
from datetime import timedelta
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

    def run_due(self) -> None:
        """Do what is due. A chore that fails is undone, logged, and done again next time."""
        for time, chore in self._times:
            if time.due():
                self._run(chore)

    def _run(self, chore: Chore) -> None:
        try:
            with self._sessions.begin() as session:
                chore.run(session)
        except Exception as error:
            if lost_database(error):
                raise
            log.exception("chore.failed", chore=chore.name)
