"""What was seen waits in memory for a moment and is written together: a read writes nothing.

Each process of the server has its own notes. What somebody saw before in this hour is known and
not written again; another process may write it too, which the table's key makes one.
"""

import threading
from datetime import datetime
from typing import NamedTuple, cast

import structlog
from sqlalchemy import Table
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from services.accounts.sightings.models import Sighting
from shared.clock import now
from shared.ids import new_id
from shared.upsert import insert_for

TABLE = cast("Table", Sighting.__table__)

PAUSE = 1.0  # seconds that a sighting waits at most, while the database takes it
MOST_WAITING = 5_000
"""So many wait while the database takes none; whoever reads then waits until they are written."""
MOST_KNOWN = 100_000

log = structlog.get_logger(__name__)


class Seen(NamedTuple):
    """Who saw what; the same in one hour is one sighting."""

    account_id: str
    actor: str
    bureau_id: str | None
    what: str
    subject: str


class Notes:
    """The sightings of one process that are not written yet."""

    def __init__(self, sessions: sessionmaker[Session], *, pause: float = PAUSE) -> None:
        self._sessions = sessions
        self._pause = pause
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._hour: datetime | None = None
        self._known: set[Seen] = set()
        self._waiting: dict[tuple[datetime, Seen], datetime] = {}
        self._timer: threading.Timer | None = None

    def add(self, seen: Seen) -> None:
        """Note it, to be written within a second."""
        moment = now()
        with self._lock:
            if self._is_known(hour_of(moment), seen):
                return
            self._waiting[hour_of(moment), seen] = moment
            is_full = len(self._waiting) > MOST_WAITING
            if self._timer is None:
                self._wait()
        if is_full:
            self.write()

    def write(self) -> None:
        """Write all that waits, in one transaction; what can't be written goes on waiting."""
        with self._writing:
            with self._lock:
                noted = dict(self._waiting)
            if not noted:
                return
            with self._sessions.begin() as session:
                insert(session, [row_of(seen, at) for (_, seen), at in noted.items()])
            with self._lock:
                for each in noted:
                    self._waiting.pop(each, None)

    def close(self) -> None:
        """Write what is left, and wait no more."""
        with self._lock:
            timer, self._timer = self._timer, None
        if timer:
            timer.cancel()
        self.write()

    def _is_known(self, hour: datetime, seen: Seen) -> bool:
        if hour != self._hour or len(self._known) >= MOST_KNOWN:
            self._hour, self._known = hour, set()
        if seen in self._known:
            return True
        self._known.add(seen)
        return False

    def _wait(self) -> None:
        self._timer = threading.Timer(self._pause, self._write_later)
        self._timer.daemon = True  # The server closes the notes when it ends.
        self._timer.start()

    def _write_later(self) -> None:
        try:
            self.write()
        except SQLAlchemyError as error:  # The database is away; it is tried again.
            log.warning("sightings.wait", error=str(error))
        with self._lock:
            if self._timer is not None:
                self._timer = None
                if self._waiting:
                    self._wait()


def hour_of(moment: datetime) -> datetime:
    """The beginning of the hour."""
    return moment.replace(minute=0, second=0, microsecond=0)


def row_of(seen: Seen, at: datetime, format: str | None = None) -> dict[str, object]:
    """The row that says so."""
    row = seen._asdict() | {"id": new_id(), "at": at, "hour": hour_of(at), "format": format}
    return dict(row)


def insert(session: Session, rows: list[dict[str, object]]) -> None:
    """Add the rows; what was seen in that hour before stays as it is.

    They are sorted, so that of two processes that write the same none waits for the other.
    """
    if not rows:
        return
    ordered = sorted(rows, key=lambda row: [str(row[name]) for name in KEY])
    session.execute(insert_for(session, TABLE).on_conflict_do_nothing(), ordered)


KEY = ("account_id", "actor", "hour", "what", "subject")
