"""The process that empties a service's outbox onto the bus."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from shared import outbox
from shared.bus import heartbeat
from shared.bus.connection import connect
from shared.bus.heartbeat import beat
from shared.bus.leadership import Leadership, leadership
from shared.bus.letters import Letter, Publisher, Receipt, nothing
from shared.bus.process import Every, Stop, keep_running
from shared.bus.publisher import publisher
from shared.bus.topology import events
from shared.database import reading, writing

log = structlog.get_logger(__name__)

PROCESS = "relay"
BATCH = 100
SAFETY_POLL = 1.0  # seconds; a wake-up that gets lost costs no more than this.
STOP_POLL = 0.2  # seconds
STANDBY = 0.25  # seconds
RUN = 2000
"""Messages sent before the outbox is read from its beginning again and a sign of life given."""


class Refusal(OSError):
    """The bus did not take some messages, as a queue of theirs is full: an outage like others."""


class Relay:
    """Sends what is published in the service's database, each message at least once.

    Messages leave in the order of their ids. One is marked as sent only after the bus has
    confirmed it; if this process dies between, it is sent again. Of several relays on one
    database one leads, the others stand by.
    """

    def __init__(self, url: str, service: str, engine: Engine, prefix: str = "") -> None:
        self._url = url
        self._service = service
        self._engine = engine
        self._exchange = events(prefix)
        self._reads, self._writes = _sessions(engine)
        self._ahead: Sequence[Any] = ()

    def run(self) -> None:
        """Relay until SIGTERM, then finish the batch in hand and return."""
        keep_running(PROCESS, self._engine, self._lead)

    def send_waiting(self, to: Publisher) -> int:
        """Send what waits, the oldest first; says how many messages there were.

        No transaction is open while the bus is asked; while it takes a batch, the one before
        is marked as sent and the next one is read.
        """
        count, mark, rows = 0, nothing, self._unsent()
        while rows and count < RUN:
            receipt = to.send(_letters(rows), meanwhile=partial(self._meanwhile, mark, rows))
            count += len(rows)
            mark, rows = partial(self._mark, rows, receipt), self._ahead
        mark()
        return count

    def _meanwhile(self, mark: Callable[[], object], rows: Sequence[Any]) -> None:
        mark()
        # A batch that is not full was the last: whatever is committed later rings.
        self._ahead = self._unsent(after=rows[-1].id) if len(rows) == BATCH else []

    def _unsent(self, after: int = 0) -> Sequence[Any]:
        with self._reads() as session:
            return outbox.unsent(session, limit=BATCH, after=after)

    def _mark(self, rows: Sequence[Any], receipt: Receipt) -> None:
        sent = [row.id for row in rows if row.message_id in receipt.confirmed]
        unroutable = [row.id for row in rows if row.message_id in receipt.unroutable]
        refused = [row.id for row in rows if row.message_id not in receipt.confirmed]
        with self._writes.begin() as session:
            outbox.mark_sent(session, sent, unroutable=unroutable)
            if refused:
                outbox.mark_refused(session, refused, "The bus refused it.")
        if refused:
            raise Refusal(f"{len(refused)} messages")

    def _lead(self, stop: Stop) -> None:
        with leadership(self._engine, self._service) as lead:
            while not lead.take():
                if stop.wait(STANDBY):
                    return
            self._beat(connected=False)
            with connect(self._url) as connection:
                with connection.channel() as channel:
                    self._exchange.declare(channel=channel)
                self._send(publisher(connection, self._exchange.name), lead, stop)

    def _send(self, to: Publisher, lead: Leadership, stop: Stop) -> None:
        log.info("relay.leads", service=self._service)
        pulse, sign_of_bus, safety = Every(heartbeat.EVERY), Every(1.0), Every(SAFETY_POLL)
        more = True
        while not stop.is_set():
            if more or safety.due():
                more = self.send_waiting(to) >= RUN
            if sign_of_bus.due():
                to.keep_alive()
            if pulse.due():
                self._beat(connected=True)
            more = lead.wait(0.0 if more else STOP_POLL) or more

    def _beat(self, *, connected: bool) -> None:
        with self._writes.begin() as session:
            beat(session, PROCESS, connected=connected)


def _letters(rows: Sequence[Any]) -> list[Letter]:
    return [Letter(row.message_id, row.name, row.body) for row in rows]


def _sessions(engine: Engine) -> tuple[sessionmaker[Session], sessionmaker[Session]]:
    """For reading and for writing; each is used for one statement at a time.

    On PostgreSQL that statement is the transaction, which saves half of the round trips.
    """
    if engine.dialect.name == "postgresql":
        single = sessionmaker(engine.execution_options(isolation_level="AUTOCOMMIT"))
        return single, single
    return reading(engine), writing(engine)
